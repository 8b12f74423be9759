import type { EventData, EventType } from '#contracts';
import type { ReceivedEvent } from '#messaging';
import type { Tree } from '#tree';
import { CellSums } from './cell-sums.js';
import type { Contribution } from './contribution.js';
import type { Derivation } from './derivation.js';
import { addEffect, hasUnplaced } from './effect.js';
import type { Replacement } from './ledger.js';

/** The `trace-id` of a W3C traceparent. */
const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.split('-')[1];

/** What an event's fact adds by these rules, as it is stored. */
export function contributionOf(
  derivation: Derivation,
  event: ReceivedEvent,
  { topic, time, tree }: { topic: string; time: Date; tree: Tree },
): Contribution {
  const p = derivation.derive(event.type, event.data as EventData<EventType>);
  const tr = traceIdOf(event.traceparent);
  return {
    _id: event.factId,
    v: event.version,
    h: event.hash,
    src: topic,
    p,
    t: time,
    ...(tr === undefined ? {} : { tr }),
    rv: derivation.rules,
    ...(hasUnplaced(p, tree) ? { unplaced: true as const } : {}),
  };
}

/** What replacements do to cells: effect of the new less that of the old, each cell once. */
export function cellsMoved(replacements: readonly Replacement[], tree: Tree): ReturnType<CellSums['toArray']> {
  const sums = new CellSums();
  for (const { old, next } of replacements) {
    if (old) addEffect(sums, old.p, tree, -1);
    addEffect(sums, next.p, tree, 1);
  }
  return sums.toArray();
}

/** `applied` counts versions of facts, also those that a batch never saw singly: a source counts them too. */
export function counters(replacements: readonly Replacement[]): { applied: number; unplaced: number } {
  let applied = 0;
  let unplaced = 0;
  for (const { old, next } of replacements) {
    applied += next.v - (old?.v ?? 0);
    unplaced += (next.unplaced ? 1 : 0) - (old?.unplaced ? 1 : 0);
  }
  return { applied, unplaced };
}
