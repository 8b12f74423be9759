/** What the tests of the reads share: a store with figures written straight into it, a fact at a time. */
import { dayOf, type Day } from '#calendar';
import {
  EVENTS,
  MEETING_KINDS,
  type EventData,
  type EventType,
  type Level,
  type MeetingKind,
  type TopicName,
  type UnitRecord,
} from '#contracts';
import { GrantsAuthorizer } from '#access';
import { messagingMigrations } from '#messaging';
import { inTransaction, openStore, type Store } from '#mongo';
import { testDatabase } from '#testing';
import { TreeReplica } from '#tree';
import { writeCells } from '../figures/cells.js';
import { CellSums } from '../figures/cell-sums.js';
import type { Amounts, Contribution } from '../figures/contribution.js';
import { derive } from '../figures/derive.js';
import { addEffect } from '../figures/effect.js';
import { readLedger, writeLedger } from '../figures/ledger.js';
import { meetingKey } from '../figures/measure-keys.js';
import { CONSUMED, reportsMigrations } from '../migrations.js';
import { Suppression } from '../suppression/suppression.js';
import { CompletenessReader } from './completeness.reader.js';
import { Lineage } from './lineage.service.js';
import { ReceiptPoller } from './receipt-poller.js';
import { Receipts } from './receipts.js';
import { Rollups } from './rollups.service.js';
import { Snapshots } from './snapshots.js';

export const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export type UnitOf = {
  n: number;
  level: Level;
  stretches: { from: string; to: string | null; parent: number | null }[];
};
export type FactOf = {
  n: number;
  unit: number;
  day: Day;
  version?: number;
  kind?: MeetingKind;
  present?: number;
  tooShort?: boolean;
  /** Adds nothing: planned or voided. */
  empty?: boolean;
  unplaced?: boolean;
};

/** A version of a fact as its event tells it, under the fact's id. */
export type EventOf = {
  [T in EventType]: { id: string; version: number; type: T; data: EventData<T> };
}[EventType];

const record = ({ n, level, stretches }: UnitOf): UnitRecord => ({
  id: idOf(n),
  version: 1,
  voided: stretches.length === 0,
  stretches: stretches.map(({ from, to, parent }) => ({
    from,
    to,
    code: `U${String(n).padStart(4, '0')}`,
    name: `Unit ${n}`,
    kind: 'other-branch',
    level,
    parentId: parent === null ? null : idOf(parent),
  })),
});

const amounts = ({ kind = 'regular', present = 20, tooShort = false }: FactOf): Amounts => ({
  [meetingKey('held', kind)]: 1,
  [meetingKey('minutes', kind)]: 90,
  [meetingKey('belong', kind)]: 30,
  [meetingKey('present', kind)]: present,
  ...(tooShort ? { [meetingKey('tooShort', kind)]: 1 } : {}),
});

/** Reads over a store of this test's own. */
export class StoredFigures {
  readonly trees: TreeReplica;
  readonly receipts: Receipts;
  readonly rollups: Rollups;
  readonly lineage: Lineage;

  private constructor(readonly store: Store) {
    this.trees = new TreeReplica(store);
    const snapshots = new Snapshots(store, this.trees);
    const suppression = new Suppression(new GrantsAuthorizer(store, this.trees));
    this.receipts = new Receipts(snapshots, new ReceiptPoller(store));
    this.rollups = new Rollups(this.receipts, new CompletenessReader(), suppression);
    this.lineage = new Lineage(snapshots, suppression);
  }

  static async open(uri: string): Promise<StoredFigures> {
    const migrations = [...messagingMigrations('reports', CONSUMED, { rules: 1 }), ...reportsMigrations];
    const store = openStore({ uri, migrations });
    await store.ready();
    return new StoredFigures(store);
  }

  /** Adds units, each one change of the tree, before there are facts. */
  async grow(units: readonly UnitOf[]): Promise<void> {
    await inTransaction(this.store.connection, async (session) => {
      const head = await this.trees.headRevision(session);
      for (const [at, unit] of units.entries()) await this.trees.writeRecord(session, record(unit), head + at + 1);
      await this.store.db
        .collection('progress')
        .updateMany({}, { $set: { treeRevision: head + units.length }, $inc: { seq: 1 } }, { session });
    });
  }

  /** Replaces contributions and moves the cells of a shard, as a batch does. */
  apply(facts: readonly FactOf[], shard = 'meetings.events/0'): Promise<void> {
    return this.#replace(facts.map(contributionOf), shard);
  }

  async #replace(contributions: readonly Contribution[], shard: string): Promise<void> {
    const { db, connection } = this.store;
    await inTransaction(connection, async (session) => {
      const tree = await this.trees.current(session);
      const stored = await readLedger(
        db,
        session,
        contributions.map(({ _id }) => _id),
      );
      const replacements = contributions.map((next) => ({ old: stored.get(next._id), next }));
      await writeLedger(db, session, replacements);
      const sums = new CellSums();
      for (const { old, next } of replacements) {
        if (old) addEffect(sums, old.p, tree, -1);
        addEffect(sums, next.p, tree, 1);
      }
      await writeCells(db, session, shard, sums.toArray());
      const applied = replacements.reduce((sum, { old, next }) => sum + next.v - (old?.v ?? 0), 0);
      await db
        .collection<{ _id: string }>('progress')
        .updateOne({ _id: shard }, { $inc: { seq: 1, applied } }, { session });
    });
  }

  /** The same with what events of any kind derive to. */
  async derive(events: readonly EventOf[], shard = 'registry.members/0'): Promise<void> {
    const contributions = events.map(({ id, version, type, data }): Contribution => ({
      _id: id,
      v: version,
      h: `${id}/${version}`,
      src: EVENTS[type].topic ?? '',
      p: derive(type, data),
      t: new Date(),
      rv: 1,
    }));
    await this.#replace(contributions, shard);
  }

  /** A watermark on every partition of a topic. */
  async hear(topic: TopicName, through: Date, accepted: number): Promise<void> {
    await this.store.db.collection('progress').updateMany({ topic }, { $set: { heard: { through, accepted } } });
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

const contributionOf = (fact: FactOf): Contribution => ({
  _id: idOf(fact.n),
  v: fact.version ?? 1,
  h: `${fact.n}/${fact.version ?? 1}`,
  src: 'meetings.events',
  p: fact.empty ? [] : [{ u: idOf(fact.unit), d: fact.day, m: amounts(fact) }],
  t: new Date(),
  tr: 'a'.repeat(32),
  rv: 1,
  ...(fact.unplaced ? { unplaced: true as const } : {}),
});

/**
 * A centre (1) with two provinces (2, 3), four wards in each (10 …), ten branches in each (100 …), and moves: ward 10
 * changes its province on 16 August 2026, branch 100 its ward on 20 July, branch 101 is closed on 1 August.
 */
export const FIRST_WARD = 10;
export const FIRST_BRANCH = 100;
export function demoUnits(): UnitOf[] {
  const from = '2020-01-01';
  const always = (parent: number | null) => [{ from, to: null, parent }];
  const moved = (on: string, before: number, after: number) => [
    { from, to: on, parent: before },
    { from: on, to: null, parent: after },
  ];
  const wards = Array.from({ length: 8 }, (_, at): UnitOf => {
    const n = FIRST_WARD + at;
    return { n, level: 'commune', stretches: n === FIRST_WARD ? moved('2026-08-16', 2, 3) : always(at < 4 ? 2 : 3) };
  });
  const branches = Array.from({ length: 80 }, (_, at): UnitOf => {
    const n = FIRST_BRANCH + at;
    const ward = FIRST_WARD + Math.floor(at / 10);
    if (n === FIRST_BRANCH) return { n, level: 'branch', stretches: moved('2026-07-20', ward, ward + 1) };
    const to = n === FIRST_BRANCH + 1 ? '2026-08-01' : null;
    return { n, level: 'branch', stretches: [{ from, to, parent: ward }] };
  });
  return [
    { n: 1, level: 'centre', stretches: always(null) },
    { n: 2, level: 'province', stretches: always(1) },
    { n: 3, level: 'province', stretches: always(1) },
    ...wards,
    ...branches,
  ];
}

/** Meetings of June to September 2026, with the numbers 10,000 on: `count` of them, spread by a fixed rule. */
export const demoFacts = (count: number): FactOf[] =>
  Array.from({ length: count }, (_, at) => ({
    n: 10_000 + at,
    unit: at % 9 === 0 ? FIRST_WARD + (at % 8) : FIRST_BRANCH + ((at * 37) % 80),
    day: dayOf('2026-06-20') + ((at * 53) % 100),
    kind: MEETING_KINDS[at % 3] ?? 'regular',
    present: 10 + (at % 20),
    tooShort: at % 7 === 0,
  }));

/** Figures of the demo's units in a store of its own (`options` of its address), opened and dropped around the tests of a file. */
export function demoFigures(name: string, options = ''): () => StoredFigures {
  let database: ReturnType<typeof testDatabase>;
  let figures: StoredFigures;
  beforeAll(async () => {
    database = testDatabase(name);
    figures = await StoredFigures.open(database.uri + options);
    await figures.grow(demoUnits());
  });
  afterAll(async () => {
    await figures.close();
    await database.drop();
  });
  return () => figures;
}
