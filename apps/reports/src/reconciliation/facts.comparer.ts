import { MOST_FACTS_NAMED, type DigestsRequestedV1, type FactDigest } from '#contracts';
import { Injectable } from '@nestjs/common';
import { confirmed, suspectsOf, type ComparedKind, type FactDifference } from './facts.rules.js';
import { KeptFacts, type Run } from './kept-facts.js';
import { Sources } from './sources.js';

/** More than this differ only when a whole store is wrong; the next run goes on. */
export const MOST_SUSPECTS = 20_000;

/** What a look at single facts found: what differs in truth, and each as its source has it. */
export type Look = { differences: FactDifference[]; held: FactDigest[] };
type Counted = (facts: number) => Promise<void>;

/** Compares facts with their sources. What it suspects may be on its way; only a look is sure. */
@Injectable()
export class FactsComparer {
  constructor(
    private readonly sources: Sources,
    private readonly kept: KeptFacts,
  ) {}

  /** All facts of a kind, by the digests of runs; the facts of a run are named only where it differs. */
  async ofAll(kind: ComparedKind, counted: Counted): Promise<FactDifference[]> {
    const runs: Run[] = [];
    for (let after: string | null = null; ;) {
      const { ranges, next } = await this.sources.ask(kind, { ask: 'ranges', after });
      for (const { through, count, hash } of ranges) {
        const run = { after, through };
        const found = await this.kept.digestOf(kind, run);
        if (found.hash !== hash) runs.push(run);
        after = through;
        await counted(count);
      }
      if (next === null) break;
      after = next;
    }
    const suspects: FactDifference[] = [];
    for (const run of runs) if (suspects.length < MOST_SUSPECTS) suspects.push(...(await this.#ofRun(kind, run)));
    return suspects;
  }

  async #ofRun(kind: ComparedKind, { after, through }: Run): Promise<FactDifference[]> {
    const suspects: FactDifference[] = [];
    for (let from = after; ;) {
      const { facts, next } = await this.sources.ask(kind, { ask: 'facts', after: from, through });
      suspects.push(...suspectsOf(facts, await this.kept.inRun(kind, { after: from, through: next ?? through })));
      if (next === null) return suspects;
      from = next;
    }
  }

  /** Facts that a source lists under some units and months; answers those that were listed too. */
  async ofScope(
    kind: ComparedKind,
    scope: DigestsRequestedV1['scope'],
    counted: Counted,
  ): Promise<{ suspects: FactDifference[]; listed: Set<string> }> {
    const suspects: FactDifference[] = [];
    const listed = new Set<string>();
    for (let after: string | null = null; ;) {
      const { facts, next } = await this.sources.ask(kind, { ask: 'facts', after, scope });
      const ids = facts.map(({ id }) => id);
      suspects.push(...suspectsOf(facts, await this.kept.byIds(ids)));
      for (const id of ids) listed.add(id);
      await counted(facts.length);
      if (next === null) return { suspects, listed };
      after = next;
    }
  }

  /** Single facts, for sure: asks the source, waits for all that it knew of then, and reads again. */
  async look(kind: ComparedKind, ids: readonly string[]): Promise<Look> {
    const look: Look = { differences: [], held: [] };
    for (let at = 0; at < ids.length; at += MOST_FACTS_NAMED) {
      const some = ids.slice(at, at + MOST_FACTS_NAMED);
      const before = await this.kept.byIds(some);
      const { facts, readAt } = await this.sources.ask(kind, { ask: 'facts', ids: some });
      await this.sources.applied(kind.service, kind.topic, readAt);
      look.differences.push(...confirmed(before, facts, await this.kept.byIds(some)));
      look.held.push(...facts);
    }
    return look;
  }

  /** Has the source publish facts once more. They are on their way when it returns. */
  async republish(kind: ComparedKind, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST_FACTS_NAMED)
      await this.sources.ask(kind, { ask: 'republish', ids: ids.slice(at, at + MOST_FACTS_NAMED) });
  }
}
