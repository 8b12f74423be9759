import type { EventType } from '#contracts';
import {
  Halt,
  Outdated,
  versionGate,
  type Applied,
  type BatchApplier,
  type BatchTx,
  type ProgressDocument,
  type ReceivedEvent,
  type Refused,
} from '#messaging';
import { Store } from '#mongo';
import { crashPoint, eventLogger } from '#observability';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { writeCells } from './cells.js';
import type { Contribution } from './contribution.js';
import { Derivation } from './derivation.js';
import { DERIVED_TYPES } from './derive.js';
import { FactTurns } from './fact-turns.js';
import { countVisible } from './figures.metrics.js';
import { readLedger, writeLedger, type Replacement } from './ledger.js';
import { readAwaited } from '../reconciliation/awaited.js';
import { cellsMoved, contributionOf, counters } from './replacement.js';

const log = eventLogger('contributions');

/**
 * Replaces contributions by those of newer versions of their facts and moves the cells by new minus old, a batch in
 * one transaction (DESIGN.md 4). Everything it decides on is read in that transaction, but the tree: that is held in
 * memory, and the batch only commits while the shard's progress still has its revision.
 */
@Injectable()
export class ContributionsApplier implements BatchApplier {
  readonly types: readonly EventType[] = DERIVED_TYPES;
  #newest: Tree | undefined;
  /** By shard, the tree that its running batch was begun with: a reload for another shard must not change it. */
  readonly #held = new Map<string, Tree>();

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
    private readonly derivation: Derivation,
    private readonly turns: FactTurns,
  ) {}

  /** While a change of the tree has all shards, a batch would work in vain. */
  turn(shard: string, onCommitted: BatchTx['onCommitted']): Promise<void> {
    onCommitted(() => this.turns.committed(shard));
    return this.turns.wanted(shard);
  }

  async guard(progress: ProgressDocument): Promise<Record<string, number>> {
    const { rules } = this.derivation;
    if (progress.rules > rules)
      throw new Outdated(
        `figures are of newer rules (${progress.rules}) than this code has (${rules}): start a newer version`,
      );
    if (progress.rules < rules)
      throw new Halt(
        `figures are still of rules ${progress.rules}, this code has ${rules}: it is about to take them over`,
      );
    const tree = (this.#newest ??= await this.replica.current());
    this.#held.set(progress._id, tree);
    return { treeRevision: tree.revision, rules };
  }

  /** The revision first, then the documents: the other way round an older tree would bear a newer number. */
  async onGuardLost(): Promise<void> {
    this.#newest = await this.replica.current();
  }

  async apply(tx: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const { db } = this.store;
    const tree = this.#treeOf(tx.progress);
    const stored = await readLedger(
      db,
      tx.session,
      events.map(({ factId }) => factId),
    );
    crashPoint('after-read-of-contributions');
    const repeated = events.filter(({ factId, version }) => stored.get(factId)?.v === version);
    const awaited = await readAwaited(db, tx.session, repeated);
    const { replacing, deadLetters } = pass(events, stored, { awaited, rules: this.derivation.rules });
    const minTime = Math.max(0, ...replacing.map(({ old }) => old?.t.getTime() ?? 0));
    const time = new Date(Math.max(tx.time, minTime + 1));
    const replacements = replacing.map(({ event, old, mended }) => ({
      old,
      mended,
      next: {
        // What is only mended was known since then.
        ...contributionOf(this.derivation, event, { topic: tx.progress.topic, time: mended ? old!.t : time, tree }),
        ...(old?.v === event.version && !mended ? { was: old.rv } : {}),
      },
    }));
    await writeLedger(db, tx.session, replacements);
    await writeCells(db, tx.session, tx.progress._id, cellsMoved(replacements, tree));
    tx.onCommitted(() =>
      countVisible(
        tx.progress.topic,
        replacing.map(({ event }) => event),
      ),
    );
    this.#note(replacements);
    return { inc: counters(replacements), deadLetters, minTime };
  }

  #treeOf(progress: ProgressDocument): Tree {
    const tree = this.#held.get(progress._id);
    if (!tree) throw new Error('a batch was applied without its guard');
    return tree;
  }

  #note(replacements: readonly Replacement[]): void {
    for (const { next } of replacements)
      log.debug({ event: 'contributions.applied', fact: next._id, version: next.v, traceId: next.tr });
  }
}

type Replacing = { event: ReceivedEvent; old: Contribution | undefined; mended: boolean };

/**
 * The version gate: only a higher version than the stored one replaces it; or the same one, where older rules derived it
 * or a reconciliation awaits it.
 */
function pass(
  events: readonly ReceivedEvent[],
  stored: ReadonlyMap<string, Contribution>,
  { awaited, rules }: { awaited: ReadonlySet<string>; rules: number },
): { replacing: Replacing[]; deadLetters: Refused[] } {
  const replacing: Replacing[] = [];
  const deadLetters: Refused[] = [];
  for (const event of events) {
    const old = stored.get(event.factId);
    const verdict = versionGate(old && { version: old.v, hash: old.h }, event);
    const again = old?.v === event.version;
    const mended = again && awaited.has(event.factId);
    const stale = again && verdict === 'skip' && old.rv < rules;
    if (verdict === 'apply' || mended || stale) replacing.push({ event, old, mended: mended && !stale });
    else if (verdict === 'conflict') deadLetters.push({ event, code: 'version-conflict' });
  }
  return { replacing, deadLetters };
}
