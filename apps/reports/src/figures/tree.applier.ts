import type { ProgressDocument } from '#messaging';
import { Store, inTransaction, isStoreAway } from '#mongo';
import { TREE_HEAD, TreeOrderFault, TreeReplica, type Tree } from '#tree';
import { eventLogger } from '#observability';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { FactTurns } from './fact-turns.js';
import { TreeBurst } from './tree-burst.js';
import { treeLogOf, type TreeLogDocument } from './tree-log.applier.js';
import { TreeSessions } from './tree-sessions.js';

/** Tree head of the reports service: `shards` is how many progress documents there are, kept by migrations. */
export type FiguresHead = { _id: string; revision: number; shards: number };

/** One transaction takes no further change after this long; then batches get as long as it took. */
const BURST_MS = 500;
const MOST_CHANGES = 500;
/** So many are looked up by one query. */
const SLICE = 64;
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
    private readonly turns: FactTurns,
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

  /** Why the tree stands still; null when it does not, and is at hand. */
  async trouble(): Promise<string | null> {
    await this.replica.atHand();
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
          if (!(await this.applySome())) break;
          // Batches that ran into the change get their turn before the next, or a long series would starve them.
          await this.turns.between(() => this.#factsApplied());
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
      const work = (): Promise<Tree> => this.#apply(session, head, waiting);
      const limits = { session, withinMs: STUCK_AFTER_MS };
      const tree = await this.turns.taken(async () => {
        const changed = await inTransaction(this.store.connection, work, limits);
        this.replica.adopt(changed);
        return changed;
      });
      for (const { _id, record, tr } of waiting.slice(0, tree.revision - head))
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
   * tree would do its work in vain and starve. Answers the tree with the changes that were taken.
   */
  async #apply(session: ClientSession, head: number, waiting: readonly TreeLogDocument[]): Promise<Tree> {
    const begun = performance.now();
    const time = await this.#writeProgress(session, head + 1);
    const tree = (await this.replica.at(session, head)).fork();
    const burst = new TreeBurst(this.store.db, session, tree);
    const changes = waiting.map(({ _id: revision, record, act }) => ({
      record: this.replica.lean(record),
      revision,
      act,
    }));
    let done = 0;
    while (done < changes.length && (done === 0 || performance.now() - begun < BURST_MS))
      done += await burst.take(changes.slice(done, done + SLICE));
    await burst.flush();
    await this.replica.writeRecords(session, changes.slice(0, done));
    await this.#noteTime(session, head, waiting.slice(0, done), time);
    return tree;
  }

  /**
   * One time for all shards, past that of each: a batch lies wholly before the change or after it, on every shard, so
   * the facts known at an instant and the tree known then belong together (../known).
   */
  async #noteTime(session: ClientSession, head: number, taken: readonly TreeLogDocument[], time: Date): Promise<void> {
    const last = taken.at(-1);
    if (!last) return;
    await treeLogOf(this.store.db).updateMany(
      { _id: { $gt: head, $lte: last._id } },
      { $set: { at: time } },
      { session },
    );
    await this.#progress.updateMany({}, stoodAt(last, time), { session });
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

  async #factsApplied(): Promise<number> {
    const shards = await this.#progress.find({}, { projection: { applied: 1 } }).toArray();
    return shards.reduce((sum, { applied }) => sum + applied, 0);
  }

  get #progress(): mongo.Collection<ProgressDocument> {
    return this.store.db.collection<ProgressDocument>('progress');
  }
}

/** Where all shards stand after a change. While an act is only half applied they say so, to every read of their snapshot. */
const stoodAt = ({ _id: treeRevision, act }: TreeLogDocument, time: Date): mongo.UpdateFilter<ProgressDocument> =>
  act && act.step < act.of
    ? { $set: { treeRevision, time, act } }
    : { $set: { treeRevision, time }, $unset: { act: '' } };
