/** What the tests of the write path share: workers over one database, events as they lie in Kafka, and the stored figures. */
import { createHash, randomUUID } from 'node:crypto';
import { dateOf, dayOf, type Day } from '#calendar';
import type { ActStep, MeetingRecordedV1, MemberChangedV1, TopicName, UnitRecord } from '#contracts';
import { BatchProcessor, messagingMigrations, type KafkaRecord, type RecordBatch } from '#messaging';
import { openStore, type Store } from '#mongo';
import { TreeReplica } from '#tree';
import type { ClientSession } from 'mongoose';
import { CONSUMED, reportsMigrations } from '../migrations.js';
import { cellsOf } from './cells.js';
import { ContributionsApplier } from './contributions.applier.js';
import { Derivation } from './derivation.js';
import { RULES } from './derive.js';
import { FactTurns } from './fact-turns.js';
import { contributionsOf } from './ledger.js';
import { isStock } from './measure-keys.js';
import { TreeApplier } from './tree.applier.js';
import { TreeLogApplier } from './tree-log.applier.js';

/** A report worker as one process has it, with connections of its own. */
export type Worker = {
  store: Store;
  replica: TreeReplica;
  batches: BatchProcessor;
  contributions: ContributionsApplier;
  treeLog: TreeLogApplier;
  tree: TreeApplier;
  facts(batch: RecordBatch): Promise<void>;
  units(batch: RecordBatch): Promise<void>;
  close(): Promise<void>;
};

export async function worker(uri: string, derivation = new Derivation()): Promise<Worker> {
  const migrations = [...messagingMigrations('reports', CONSUMED, { rules: RULES }), ...reportsMigrations];
  const store = openStore({ uri, migrations });
  await store.ready();
  const replica = new TreeReplica(store);
  const batches = new BatchProcessor({ store });
  const turns = new FactTurns();
  const contributions = new ContributionsApplier(store, replica, derivation, turns);
  const treeLog = new TreeLogApplier(store);
  const tree = new TreeApplier(store, replica, turns);
  return {
    store,
    replica,
    batches,
    contributions,
    treeLog,
    tree,
    facts: (batch) => batches.process(batch, contributions),
    units: async (batch) => {
      await batches.process(batch, treeLog);
      await tree.ring();
    },
    close: async () => {
      await tree.beforeApplicationShutdown();
      await batches.close();
      await store.close();
    },
  };
}

/** A UUID that is the same for the same name in every run. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export type MeetingOf = {
  id: string;
  unit: string;
  day: Day;
  version?: number;
  present?: number;
  state?: 'closed' | 'voided';
  /** Another unit that met with it, its members too. */
  joint?: string;
};

export function meeting(of: MeetingOf): MeetingRecordedV1 {
  const { id, unit, day, version = 1, present = 20, state = 'closed', joint } = of;
  const date = dateOf(day);
  return {
    meetingId: idOf(id),
    version,
    unitId: idOf(unit),
    state,
    kind: 'regular',
    date,
    startsAt: `${date}T19:00:00+07:00`,
    endsAt: `${date}T20:30:00+07:00`,
    minutes: 90,
    attendance: {
      source: 'declared',
      belong: present + 2,
      present,
      excused: 1,
      unexcused: 1,
      exempt: 0,
      elsewhere: 0,
      voteBase: present + 2,
    },
    tooShort: false,
    late: false,
    ...(joint ? { joint: [{ unitId: idOf(joint), attendance: null, attended: [idOf(id)] }] } : {}),
  };
}

/** Where a member is on a roll, one after the other; on from the first day of each, off where the next begins or at `end`. */
export type MemberOf = { id: string; version: number; stays: { unit: string; from: Day }[]; end: Day | null };

export function member({ id, version, stays, end }: MemberOf): MemberChangedV1 {
  const stretches = stays.map(({ unit, from }, at) => {
    const to = stays[at + 1]?.from ?? end;
    const standing = at % 2 === 0 ? ('probationary' as const) : ('official' as const);
    const is = { exempt: false, suspended: at === 1, inTransit: false };
    return { unitId: idOf(unit), from: dateOf(from), to: to === null ? null : dateOf(to), standing, ...is };
  });
  const moves = stretches.flatMap(({ unitId, from, to }) => [
    { kind: 'transferred-in' as const, unitId, date: from },
    ...(to === null ? [] : [{ kind: 'transferred-out' as const, unitId, date: to }]),
  ]);
  const lists = { stretches, temporary: [], transferOverdue: [], movements: moves };
  return { memberId: idOf(id), version, voided: stays.length === 0, ...lists };
}

export type StretchOf = { from: Day; to: Day | null; parent: string | null };

export const unitRecord = (name: string, version: number, stretches: readonly StretchOf[]): UnitRecord => ({
  id: idOf(name),
  version,
  voided: stretches.length === 0,
  stretches: stretches.map(({ from, to, parent }) => ({
    from: dateOf(from),
    to: to === null ? null : dateOf(to),
    code: name,
    name,
    kind: 'commune',
    level: 'commune',
    parentId: parent === null ? null : idOf(parent),
  })),
});

const envelope = (type: string, subject: string, data: unknown): Buffer =>
  Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: randomUUID(),
      type,
      source: `/${type.split('.')[0]}`,
      subject,
      time: '2026-11-22T10:00:00.000Z',
      datacontenttype: 'application/json',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data,
    }),
  );

export const meetingValue = (data: MeetingRecordedV1): Buffer =>
  envelope('meetings.meeting-recorded.v1', data.meetingId, data);
export const memberValue = (data: MemberChangedV1): Buffer =>
  envelope('registry.member-changed.v1', `member/${data.memberId}`, data);
export const unitValue = (treeRevision: number, unit: UnitRecord, act?: ActStep): Buffer =>
  envelope('registry.unit-changed.v1', 'tree', { treeRevision, unit, ...(act ? { act } : {}) });

const recordAt = (value: Buffer | null, offset: number): KafkaRecord => ({
  offset: String(offset),
  key: null,
  value,
  timestamp: '0',
});

/** Records of one partition from an offset on. */
export const batchOf = (
  topic: TopicName,
  partition: number,
  values: readonly (Buffer | null)[],
  from = 0,
  assignment = 1,
): RecordBatch => ({
  topic,
  partition,
  records: values.map((value, at) => recordAt(value, from + at)),
  highWatermark: String(from + values.length),
  heartbeat: async () => undefined,
  assignment,
});

export const meetingsBatch = (partition: number, meetings: readonly MeetingOf[], from = 0): RecordBatch =>
  batchOf(
    'meetings.events',
    partition,
    meetings.map((one) => meetingValue(meeting(one))),
    from,
  );

export type ChangeOf = { revision: number; unit: string; stretches: readonly StretchOf[]; act?: ActStep };
export const unitsBatch = (changes: readonly ChangeOf[], from = 0): RecordBatch =>
  batchOf(
    'registry.tree',
    0,
    changes.map(({ revision, unit, stretches, act }) =>
      unitValue(revision, unitRecord(unit, revision, stretches), act),
    ),
    from,
  );

/** Stored figures in the oracle's names: `unit day key`, `parent day <child>`; zeros left out. */
export async function storedFigures(store: Store, session?: ClientSession): Promise<Map<string, number>> {
  const figures = new Map<string, number>();
  const add = (name: string, n: number): void => {
    const sum = (figures.get(name) ?? 0) + n;
    if (sum === 0) figures.delete(name);
    else figures.set(name, sum);
  };
  for await (const { u, m, d, r } of cellsOf(store.db).find({}, session ? { session } : {})) {
    for (const [day, amounts] of Object.entries(d ?? {}))
      for (const [key, n] of Object.entries(amounts)) add(`${u} ${dayOf(`${m}-${day}`)} ${key}`, n);
    for (const [child, days] of Object.entries(r ?? {}))
      for (const [day, n] of Object.entries(days)) add(`${u} ${dayOf(`${m}-${day}`)} <${child}>`, n);
  }
  return figures;
}

/** Month's totals that are not the sum of their days, over all parts. A cell of a year has no days. */
export async function wrongTotals(store: Store, session?: ClientSession): Promise<string[]> {
  const sums = new Map<string, number>();
  const add = (name: string, n: number): void => void sums.set(name, (sums.get(name) ?? 0) + n);
  for await (const { u, m, t, d } of cellsOf(store.db).find({ m: { $lt: 'Y' } }, session ? { session } : {})) {
    for (const [key, n] of Object.entries(t ?? {})) add(`${u} ${m} ${key}`, n);
    for (const amounts of Object.values(d ?? {}))
      for (const [key, n] of Object.entries(amounts)) add(`${u} ${m} ${key}`, -n);
  }
  return [...sums].filter(([, n]) => n !== 0).map(([name]) => name);
}

/** Stock of years that is not that of their months, over all parts. */
export async function wrongYears(store: Store, session?: ClientSession): Promise<string[]> {
  const sums = new Map<string, number>();
  for await (const { u, m, t } of cellsOf(store.db).find({}, session ? { session } : {}))
    for (const [key, n] of Object.entries(t ?? {}))
      if (isStock(key)) {
        const name = `${u} ${m.startsWith('Y') ? m.slice(1) : m.slice(0, 4)} ${key}`;
        sums.set(name, (sums.get(name) ?? 0) + (m.startsWith('Y') ? -n : n));
      }
  return [...sums].filter(([, n]) => n !== 0).map(([name]) => name);
}

export const storedContributions = (store: Store, session?: ClientSession) =>
  contributionsOf(store.db)
    .find({}, session ? { session } : {})
    .toArray();

/** One figure of one unit on one day. */
export const figure = async (store: Store, unit: string, day: Day, key: string): Promise<number> =>
  (await storedFigures(store)).get(`${idOf(unit)} ${day} ${key}`) ?? 0;
