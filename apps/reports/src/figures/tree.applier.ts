import { setTimeout as pause } from 'node:timers/promises';
import type { ProgressDocument } from '#messaging';
import { Store, inTransaction, isStoreAway } from '#mongo';
import { TREE_HEAD, TreeOrderFault, TreeReplica } from '#tree';
import { crashPoint, eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { CellSums } from './cell-sums.js';
import { TREE_PART, readHeld, writeCells } from './cells.js';
import type { Contribution } from './contribution.js';
import { hasUnplaced } from './effect.js';
import { contributionsOf } from './ledger.js';
import { addCellsMoved, addFirstCells, addOwnMoved, planTreeChange, type TreeChange } from './tree-change.js';
import { treeLogOf, type TreeLogDocument } from './tree-log.applier.js';
import { TreeSessions } from './tree-sessions.js';

/** Tree head of the reports service: `shards` is how many progress documents there are, kept by migrations. */
export type FiguresHead = { _id: string; revision: number; shards: number };

/** One transaction takes no further change after this long; then batches get as long as it took, at most the second. */
const BURST_MS = 400;
const LONGEST_PAUSE_MS = 1_000;
const MOST_CHANGES = 100;
const LOOK_EVERY_MS = 5_000;
/** So long no try succeeded: somebody who holds the progress documents may be dead. */
const STUCK_AFTER_MS = 3_000;

const log = eventLogger('tree');

/**
 * Applies tree changes strictly in the order of treeRevision, by moving cells (DESIGN.md 4). Any number of workers may
 * run one: they conflict on the first write, and the order is checked on `tree-head`.
 */
@Injectable()
export class TreeApplier implements BeforeApplicationShutdown {
  readonly #sessions: TreeSessions;
  #running: Promise<void> | undefined;
  #rung = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #trouble: string | null = null;
  #missing: number | undefined;

  constructor(
    private readonly store: Store,
    private readonly replica: TreeReplica,
  ) {
    this.#sessions = new TreeSessions(store);
  }

  /** From now on also looks by itself: another worker may have kept a change and died before applying it. */
  start(): void {
    this.#timer ??= setInterval(() => void this.ring(), LOOK_EVERY_MS).unref();
  }

  /** Before the store closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#sessions.close();
  }

  /** Applies what has come. Resolves when nothing is left to do or the tree must wait. */
  ring(): Promise<void> {
    this.#rung = true;
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Why the tree stands still; null when it does not. */
  async trouble(): Promise<string | null> {
    if (this.#trouble) return this.#trouble;
    const head = await this.replica.headRevision();
    const last = await treeLogOf(this.store.db).findOne({}, { sort: { _id: -1 }, projection: { _id: 1 } });
    if (!last || last._id <= head) return null;
    const next = await treeLogOf(this.store.db).findOne({ _id: head + 1 }, { projection: { _id: 1 } });
    return next ? null : `tree revision ${head + 1} is missing`;
  }

  async #drain(): Promise<void> {
    while (this.#rung && !this.#stopped) {
      this.#rung = false;
      try {
        while (!this.#stopped) {
          const begun = performance.now();
          if (!(await this.applySome())) break;
          // Batches that ran into the change get their turn before the next, or a long series would starve them.
          await pause(Math.min(LONGEST_PAUSE_MS, performance.now() - begun));
        }
        this.#trouble = null;
      } catch (err) {
        const revision = await this.replica.headRevision().catch(() => undefined);
        this.#trouble = `the tree stands still after revision ${revision ?? 'unknown'}: ${err instanceof Error ? err.message : 'fault'}`;
        log.error({ event: 'tree.halted', err, revision });
      }
    }
  }

  /** One transaction with the changes that are next; answers whether more may be waiting. */
  async applySome(): Promise<boolean> {
    if (!this.store.state.ok) return false;
    const head = await this.replica.headRevision();
    const { waiting, missing } = await this.#waitingAfter(head);
    this.#noteMissing(missing);
    if (waiting.length === 0) return false;
    try {
      const session = await this.#sessions.own();
      const work = (): Promise<number> => this.#apply(session, head, waiting);
      const done = await inTransaction(this.store.connection, work, { session, withinMs: STUCK_AFTER_MS });
      for (const { _id, record, tr } of waiting.slice(0, done))
        log.debug({ event: 'tree.change-applied', revision: _id, unit: record.id, traceId: tr });
    } catch (error) {
      // Another worker was faster: what is next is read again.
      if (error instanceof TreeOrderFault) return true;
      if (!isStoreAway(error) || !this.store.state.ok) throw error;
      const pids = await this.#sessions.endOthers();
      log.warn({ event: 'tree.stuck', revision: head + 1, endedSessionsOf: pids });
    }
    return true;
  }

  /** Said once, not at every look. */
  #noteMissing(missing: number | undefined): void {
    if (missing && missing !== this.#missing) log.error({ event: 'tree.revision-missing', missing });
    this.#missing = missing;
  }

  /** The changes that follow without a gap; `missing`: none does, though later ones are there. */
  async #waitingAfter(head: number): Promise<{ waiting: TreeLogDocument[]; missing: number | undefined }> {
    const found = await treeLogOf(this.store.db)
      .find({ _id: { $gt: head } })
      .sort({ _id: 1 })
      .limit(MOST_CHANGES)
      .toArray();
    const waiting = found.filter(({ _id }, at) => _id === head + 1 + at);
    return { waiting, missing: found.length > 0 && waiting.length === 0 ? head + 1 : undefined };
  }

  /**
   * All progress documents first: whoever holds a batch open then fails on its last write. The other way round the
   * tree would do its work in vain and starve. Answers how many changes were taken.
   */
  async #apply(session: ClientSession, head: number, waiting: readonly TreeLogDocument[]): Promise<number> {
    const begun = performance.now();
    const time = await this.#writeProgress(session, head + 1);
    const tree = (await this.replica.at(session, head)).fork();
    let done = 0;
    for (const { _id: revision, record } of waiting) {
      if (done > 0 && performance.now() - begun > BURST_MS) break;
      const change = planTreeChange(tree, record);
      await this.#moveCells(session, change);
      crashPoint('in-tree-change');
      tree.apply(record, revision);
      done += 1;
    }
    await this.replica.writeRecords(
      session,
      waiting.slice(0, done).map(({ _id, record }) => ({ record, revision: _id })),
    );
    await this.#noteTime(session, head, head + done, time);
    return done;
  }

  /**
   * One time for all shards, past that of each: a batch lies wholly before the change or after it, on every shard, so
   * the facts known at an instant and the tree known then belong together (../known).
   */
  async #noteTime(session: ClientSession, head: number, treeRevision: number, time: Date): Promise<void> {
    const taken = { _id: { $gt: head, $lte: treeRevision } };
    await treeLogOf(this.store.db).updateMany(taken, { $set: { at: time } }, { session });
    await this.#progress.updateMany({}, { $set: { treeRevision, time } }, { session });
  }

  /** Each shard's time goes on too. Answers the latest of them: what the change does is known from then. */
  async #writeProgress(session: ClientSession, treeRevision: number): Promise<Date> {
    const time = { $max: ['$$NOW', { $add: ['$time', 1] }] };
    const { matchedCount } = await this.#progress.updateMany(
      {},
      [{ $set: { treeRevision, seq: { $add: ['$seq', 1] }, time } }],
      { session },
    );
    const head = await this.store.db.collection<FiguresHead>('tree_head').findOne({ _id: TREE_HEAD }, { session });
    if (head?.revision !== treeRevision - 1) throw new TreeOrderFault(treeRevision);
    if (head.shards !== matchedCount)
      throw new Error(`${matchedCount} progress documents, but tree-head counts ${head.shards}`);
    const latest = await this.#progress.findOne({}, { session, sort: { time: -1 }, projection: { time: 1 } });
    if (!latest) throw new Error('no progress documents: a migration makes them');
    return latest.time;
  }

  async #moveCells(session: ClientSession, change: TreeChange): Promise<void> {
    // Renamed, say: all stays where it is.
    if (change.moved.length === 0 && change.firstTimeParents.length === 0) return;
    const { db } = this.store;
    const sums = new CellSums();
    const touched = [change.unit, ...change.firstTimeParents];
    const found = await contributionsOf(db)
      .find({ 'p.u': touched.length === 1 ? change.unit : { $in: touched } }, { session, batchSize: 5_000 })
      .toArray();
    const entries = found.flatMap(({ p }) => p);
    addOwnMoved(sums, change, entries);
    for (const parent of change.firstTimeParents) addFirstCells(sums, change, parent, entries);
    if (change.byCells && change.moved.length > 0)
      addCellsMoved(sums, change, await readHeld(db, session, change.unit, change.moved));
    await writeCells(db, session, TREE_PART, sums.toArray());
    await this.#flagPlaced(session, change, found);
  }

  /** A unit that comes brings what waited for it; one that goes leaves its contributions unplaced. */
  async #flagPlaced(session: ClientSession, { after }: TreeChange, found: readonly Contribution[]): Promise<void> {
    const changed = found.filter((one) => hasUnplaced(one.p, after) !== (one.unplaced === true));
    if (changed.length === 0) return;
    const writes = changed.map(({ _id, unplaced }) => ({
      updateOne: { filter: { _id }, update: unplaced ? { $unset: { unplaced: '' } } : { $set: { unplaced: true } } },
    }));
    await contributionsOf(this.store.db).bulkWrite(writes as mongo.AnyBulkWriteOperation<Contribution>[], { session });
    // Only the sum over the shards of a topic means anything, so its first shard takes the difference.
    for (const [src, n] of differences(changed))
      await this.#progress.updateOne({ _id: `${src}/0` }, { $inc: { unplaced: n } } as object, { session });
  }

  get #progress(): mongo.Collection<ProgressDocument> {
    return this.store.db.collection<ProgressDocument>('progress');
  }
}

function differences(changed: readonly Contribution[]): Map<string, number> {
  const bySource = new Map<string, number>();
  for (const { src, unplaced } of changed) bySource.set(src, (bySource.get(src) ?? 0) + (unplaced ? -1 : 1));
  return bySource;
}
