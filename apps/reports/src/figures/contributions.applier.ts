import type { EventData, EventType } from '#contracts';
import {
  Halt,
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
import { CellSums } from './cell-sums.js';
import { writeCells } from './cells.js';
import type { Contribution } from './contribution.js';
import { DERIVED_TYPES, RULES, derive } from './derive.js';
import { addEffect, hasUnplaced } from './effect.js';
import { countVisible } from './figures.metrics.js';
import { readLedger, writeLedger, type Replacement } from './ledger.js';

const log = eventLogger('contributions');

/** The `trace-id` of a W3C traceparent. */
const traceIdOf = (traceparent: string | undefined): string | undefined => traceparent?.split('-')[1];

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
  ) {}

  async guard(progress: ProgressDocument): Promise<Record<string, number>> {
    if (progress.rules !== RULES) throw new Halt(otherRules(progress.rules));
    const tree = (this.#newest ??= await this.replica.current());
    this.#held.set(progress._id, tree);
    return { treeRevision: tree.revision, rules: RULES };
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
    const { replacing, deadLetters } = pass(events, stored);
    const minTime = Math.max(0, ...replacing.map(({ old }) => old?.t.getTime() ?? 0));
    const time = new Date(Math.max(tx.time, minTime + 1));
    const replacements = replacing.map(({ event, old }) => ({
      old,
      next: contributionOf(event, tx.progress.topic, time, tree),
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

const otherRules = (found: number): string =>
  found < RULES
    ? `figures were made by rules ${found}, this code has ${RULES}: re-derivation is not there yet`
    : `figures were made by newer rules (${found}) than this code has (${RULES}): start a newer version`;

/** The version gate: only a higher version than the stored one replaces it. */
function pass(
  events: readonly ReceivedEvent[],
  stored: ReadonlyMap<string, Contribution>,
): { replacing: { event: ReceivedEvent; old: Contribution | undefined }[]; deadLetters: Refused[] } {
  const replacing: { event: ReceivedEvent; old: Contribution | undefined }[] = [];
  const deadLetters: Refused[] = [];
  for (const event of events) {
    const old = stored.get(event.factId);
    const verdict = versionGate(old && { version: old.v, hash: old.h }, event);
    if (verdict === 'apply') replacing.push({ event, old });
    if (verdict === 'conflict') deadLetters.push({ event, code: 'version-conflict' });
  }
  return { replacing, deadLetters };
}

function contributionOf(event: ReceivedEvent, topic: string, time: Date, tree: Tree): Contribution {
  const p = derive(event.type, event.data as EventData<EventType>);
  const tr = traceIdOf(event.traceparent);
  return {
    _id: event.factId,
    v: event.version,
    h: event.hash,
    src: topic,
    p,
    t: time,
    ...(tr === undefined ? {} : { tr }),
    rv: RULES,
    ...(hasUnplaced(p, tree) ? { unplaced: true as const } : {}),
  };
}

function cellsMoved(replacements: readonly Replacement[], tree: Tree): ReturnType<CellSums['toArray']> {
  const sums = new CellSums();
  for (const { old, next } of replacements) {
    if (old) addEffect(sums, old.p, tree, -1);
    addEffect(sums, next.p, tree, 1);
  }
  return sums.toArray();
}

/** `applied` counts versions of facts, also those that a batch never saw singly: a source counts them too. */
function counters(replacements: readonly Replacement[]): Record<string, number> {
  let applied = 0;
  let unplaced = 0;
  for (const { old, next } of replacements) {
    applied += next.v - (old?.v ?? 0);
    unplaced += (next.unplaced ? 1 : 0) - (old?.unplaced ? 1 : 0);
  }
  return { applied, unplaced };
}
