import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, type ActStep, type UnitRecord } from '#contracts';
import { Gathered, Store, upsertAll } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { noteToFollow } from './follow/follow-log.js';
import { LeanRecords } from './lean-records.js';
import { TREE_HEAD, type UnitDocument } from './tree-migrations.js';
import { Tree } from './tree.js';

type HeadDocument = { _id: string; revision: number };
type Unit = UnitDocument<UnitRecord>;

/** Revisions kept in memory: transactions and snapshots that are a little behind find theirs. */
const KEPT = 16;
const LOOK_EVERY_MS = 50;
const UNITS = 'units';

/** A unit's record as of a change of the tree. */
export type TreeChange = {
  record: UnitRecord;
  revision: number;
  /** The act of which it is a step: what lay open at the unit follows it (follow/). */
  act?: ActStep | undefined;
};

/** A tree change was written out of order. The transaction must not commit. */
export class TreeOrderFault extends Error {
  constructor(readonly revision: number) {
    super(`tree revision ${revision} does not follow the one in the store`);
    this.name = 'TreeOrderFault';
  }
}

/**
 * The tree as stored in this service's database, with recent revisions of it in memory. Trees it hands out never
 * change, so a request may hold on to one.
 */
@Injectable()
export class TreeReplica {
  /** Newest last; at first an empty one. */
  #recent: Tree[] = [new Tree()];
  #refreshing: Promise<Tree> | null = null;
  /** Every request asks for it: those of one moment by one read. */
  readonly #head = new Gathered(async (askers: readonly null[]) => {
    const revision = await this.#readHead({ readConcern: { level: 'majority' } });
    return askers.map(() => revision);
  });
  readonly #lean = new LeanRecords();
  /** Sessions that wrote units: what they read may never be committed, so it is not remembered. */
  readonly #writers = new WeakSet<ClientSession>();

  constructor(private readonly store: Store) {}

  /** Reads it from the store if nobody did yet: of a country that takes seconds, which the first who asks would wait. */
  async atHand(): Promise<void> {
    if (this.#recent.length === 1) await this.current();
  }

  /** The newest in memory, which may be behind the store. Reads nothing. */
  get latest(): Tree {
    return this.#recent.at(-1) as Tree;
  }

  /** Revision in the session's snapshot, or the last one committed. One small read. */
  async headRevision(session?: ClientSession): Promise<number> {
    return session ? this.#readHead({ session }) : this.#head.ask(null);
  }

  async #readHead(options: mongo.FindOptions): Promise<number> {
    const head = await this.#heads.findOne({ _id: TREE_HEAD }, options);
    return head?.revision ?? 0;
  }

  /** The tree of the session's snapshot, or the last one committed: one small read while nothing changed. */
  async current(session?: ClientSession): Promise<Tree> {
    if (session) return this.at(session, await this.headRevision(session));
    const revision = await this.headRevision();
    const known = this.#known(revision);
    if (known) return known;
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** The tree of a revision that is the last one in the session's view, before any unit is written in it. */
  async at(session: ClientSession, revision: number): Promise<Tree> {
    const known = this.#known(revision);
    if (known) return known;
    const base = this.#recent.findLast((tree) => tree.revision < revision);
    const tree = base ? base.fork() : new Tree();
    const since = base ? { revision: { $gt: base.revision } } : {};
    const { records, parents } = await this.#read(since, session);
    tree.applyAll(records, revision, parents);
    if (!this.#writers.has(session)) this.#remember(tree);
    return tree;
  }

  /** Keeps the tree that a transaction made, now that it is committed: to read it again is as long as the act was. */
  adopt(tree: Tree): void {
    this.#remember(tree);
  }

  /** A record as trees here are to keep it, for who makes one out of many (`LeanRecords`). */
  lean(record: UnitRecord): UnitRecord {
    return this.#lean.of(record, this.latest.get(record.id));
  }

  /** Takes the next revision. Concurrent tree transactions conflict here, so they come one after another. */
  async advance(session: ClientSession): Promise<number> {
    const head = await this.#heads.findOneAndUpdate(
      { _id: TREE_HEAD },
      { $inc: { revision: 1 } },
      { session, returnDocument: 'after' },
    );
    if (!head) throw new Error('the store has no tree-head: its migration has not run');
    return head.revision;
  }

  /** Writes a unit as of a revision taken with `advance`; `extra` are further fields of its document. */
  async writeUnit(session: ClientSession, record: UnitRecord, revision: number, extra: mongo.Document = {}) {
    await this.#write(session, [{ record, revision, extra }]);
  }

  /**
   * Takes over one change of the tree, in order.
   * @throws TreeOrderFault unless `revision` is the next one
   */
  async writeRecord(session: ClientSession, record: UnitRecord, revision: number): Promise<void> {
    await this.writeRecords(session, [{ record, revision }]);
  }

  /**
   * Takes over several changes, each the next after the one before.
   * @throws TreeOrderFault otherwise
   */
  async writeRecords(session: ClientSession, changes: readonly TreeChange[]): Promise<void> {
    const [first] = changes;
    if (!first) return;
    for (const [at, { revision }] of changes.entries())
      if (revision !== first.revision + at) throw new TreeOrderFault(revision);
    const head = await this.#heads.updateOne(
      { _id: TREE_HEAD, revision: first.revision - 1 },
      { $inc: { revision: changes.length } },
      { session },
    );
    if (head.matchedCount === 0) throw new TreeOrderFault(first.revision);
    await this.#write(session, changes);
    await noteToFollow(this.store.db, session, changes);
  }

  /**
   * The tree once it knows the unit, waiting a moment for the event that brings it (DESIGN.md 3).
   * @throws Refusal `unit-not-known-yet` (409, Retry-After)
   */
  async waitForUnit(id: string, withinMs = 2_000): Promise<Tree> {
    const end = Date.now() + withinMs;
    for (;;) {
      const tree = await this.current();
      if (tree.get(id)) return tree;
      if (Date.now() >= end) throw new Refusal('conflict', 'unit-not-known-yet', {}, [], 2);
      await pause(LOOK_EVERY_MS);
    }
  }

  async #write(session: ClientSession, changes: readonly (TreeChange & { extra?: mongo.Document })[]): Promise<void> {
    this.#writers.add(session);
    // Of a unit that changed twice the last, since nobody sees what is between.
    const last = new Map<string, mongo.Document>();
    for (const { record, revision, extra } of changes)
      last.set(record.id, { ...last.get(record.id), ...extra, revision, record });
    const writes = [...last].map(([_id, fields]) => ({ _id, update: { $set: fields } }));
    await upsertAll(this.store.db, session, UNITS, writes);
    const parents = new Set(
      changes.flatMap(({ record }) => record.stretches.flatMap(({ parentId }) => parentId ?? [])),
    );
    const revision = changes.at(-1)?.revision ?? 0;
    // With the revision, so that who refreshes learns of it also when the child is corrected away before that.
    if (parents.size > 0)
      await this.#units.updateMany(
        { _id: { $in: [...parents] }, hadChild: { $ne: true } },
        { $set: { hadChild: true, revision } },
        { session },
      );
  }

  get #units(): mongo.Collection<Unit> {
    return this.store.db.collection<Unit>(UNITS);
  }

  get #heads(): mongo.Collection<HeadDocument> {
    return this.store.db.collection<HeadDocument>('tree_head');
  }

  #known(revision: number): Tree | undefined {
    return this.#recent.find((tree) => tree.revision === revision);
  }

  #remember(tree: Tree): void {
    if (this.#known(tree.revision)) return;
    const trees = [...this.#recent, tree].sort((a, b) => a.revision - b.revision);
    this.#recent = trees.slice(-KEPT);
  }

  /** Head and units at one instant: a change between two reads would give a tree that never was. */
  async #refresh(): Promise<Tree> {
    const session = await this.store.connection.startSession({ snapshot: true });
    try {
      return await this.current(session);
    } finally {
      await session.endSession();
    }
  }

  async #read(
    filter: mongo.Filter<Unit>,
    session: ClientSession,
  ): Promise<{ records: UnitRecord[]; parents: string[] }> {
    const records: UnitRecord[] = [];
    const parents: string[] = [];
    const cursor = this.#units.find(filter, { session, projection: { record: 1, hadChild: 1 }, batchSize: 5_000 });
    for await (const { record, hadChild } of cursor) {
      if (hadChild) parents.push(record.id);
      records.push(this.lean(record));
    }
    return { records, parents };
  }
}
