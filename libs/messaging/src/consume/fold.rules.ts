import type { ReceivedEvent } from './record-batch.js';

/**
 * What an applier is handed of a batch, round by round. MongoDB takes a second insert of one `_id` inside a transaction
 * for a fault, so a fact comes once in a round, in its highest version. Events of that version with another content
 * come in later rounds: there they meet what the first one stored, and are refused as `version-conflict`.
 */
export function foldFacts(events: readonly ReceivedEvent[]): ReceivedEvent[][] {
  const highest = new Map<string, number>();
  for (const { factId, version } of events) highest.set(factId, Math.max(version, highest.get(factId) ?? 0));
  const rounds: Map<string, ReceivedEvent>[] = [];
  const seen = new Set<string>();
  for (const event of events) {
    const content = `${event.factId} ${event.hash}`;
    if (event.version !== highest.get(event.factId) || seen.has(content)) continue;
    seen.add(content);
    const round = rounds.find((each) => !each.has(event.factId)) ?? rounds[rounds.push(new Map()) - 1]!;
    round.set(event.factId, event);
  }
  return rounds.map((round) => [...round.values()]);
}

/** For a strict applier: one round, every version in order, exact repeats once. */
export function orderFacts(events: readonly ReceivedEvent[]): ReceivedEvent[][] {
  const once = new Map(events.map((event) => [`${event.factId} ${event.version} ${event.hash}`, event]));
  return once.size === 0 ? [] : [[...once.values()].sort((a, b) => a.version - b.version)];
}
