import { dayOf } from '#calendar';
import type { ProgressDocument } from '#messaging';
import { eventually, testDatabase } from '#testing';
import { actOf } from '../rollups/freshness.rules.js';
import { Snapshots } from '../rollups/snapshots.js';
import { RULES } from './derive.js';
import { contributionsOf, historyOf } from './ledger.js';
import {
  batchOf,
  figure,
  idOf,
  meeting,
  meetingValue,
  meetingsBatch,
  storedFigures,
  unitsBatch,
  worker,
  wrongTotals,
  type ChangeOf,
  type Worker,
} from './write-path.harness.js';

jest.setTimeout(60_000);

const JULY = dayOf('2026-07-03');
const HELD = 'h:r';
const PRESENT = 'p:r';
const SINCE = dayOf('2020-01-01');

const created = (revision: number, unit: string, parent: string | null): ChangeOf => ({
  revision,
  unit,
  stretches: [{ from: SINCE, to: null, parent }],
});
const TREE = [
  created(1, 'centre', null),
  created(2, 'province', 'centre'),
  created(3, 'ward-a', 'province'),
  created(4, 'ward-b', 'province'),
  created(5, 'branch', 'ward-a'),
];

let database: ReturnType<typeof testDatabase>;
let one: Worker;
let two: Worker;
const progressOf = async (shard: string): Promise<ProgressDocument> => {
  const found = await one.store.db.collection<ProgressDocument>('progress').findOne({ _id: shard });
  if (!found) throw new Error(`no ${shard}`);
  return found;
};
const deadLetters = () => one.store.db.collection<{ _id: string; code: string }>('dead_letters').find().toArray();

beforeEach(async () => {
  database = testDatabase('write-path');
  one = await worker(database.uri);
  two = await worker(database.uri);
  await one.units(unitsBatch(TREE));
});

afterEach(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

describe('a batch', () => {
  it('adds a meeting to every unit above its branch, and keeps the trace of the request in the ledger', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    for (const unit of ['centre', 'province', 'ward-a']) expect(await figure(one.store, unit, JULY, HELD)).toBe(1);
    expect(await figure(one.store, 'branch', JULY, HELD)).toBe(0);
    expect(await figure(one.store, 'ward-a', JULY, `<${idOf('branch')}>`)).toBe(1);
    expect(await wrongTotals(one.store)).toEqual([]);
    const stored = await contributionsOf(one.store.db).findOne({ _id: idOf('m1') });
    expect(stored).toMatchObject({ v: 1, src: 'meetings.events', rv: RULES, tr: '0af7651916cd43dd8448eb211c80319c' });
    expect(stored?.t).toEqual((await progressOf('meetings.events/0')).time);
  });

  it('replaces what a fact added before, and keeps that with the time of its replacement', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, present: 20 }]));
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY + 30, present: 25, version: 2 }], 1));
    expect(await figure(one.store, 'centre', JULY, HELD)).toBe(0);
    expect(await figure(one.store, 'centre', JULY + 30, PRESENT)).toBe(25);
    const [old] = await historyOf(one.store.db).find().toArray();
    const now = await contributionsOf(one.store.db).findOne({ _id: idOf('m1') });
    expect(old).toMatchObject({ _id: { f: idOf('m1'), v: 1 }, replacedAt: now?.t });
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, state: 'voided', version: 3 }], 2));
    expect([...(await storedFigures(one.store))]).toEqual([]);
    expect(await progressOf('meetings.events/0')).toMatchObject({ applied: 3, unplaced: 0, next: 3 });
  });

  it('passes over a version that is not higher (version gate)', async () => {
    const second = { id: 'm1', unit: 'branch', day: JULY, version: 2 };
    await one.facts(meetingsBatch(0, [second]));
    await one.facts(meetingsBatch(0, [{ ...second, version: 1, present: 3 }, second, second], 1));
    await one.facts(meetingsBatch(3, [second]));
    expect(await figure(one.store, 'centre', JULY, HELD)).toBe(1);
    expect(await figure(one.store, 'centre', JULY, PRESENT)).toBe(20);
    expect(await deadLetters()).toEqual([]);
  });

  it('puts another content under the same version aside (content hash)', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, present: 20 }]));
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY, present: 21 }], 1));
    expect((await deadLetters()).map(({ code }) => code)).toEqual(['version-conflict']);
    expect(await figure(one.store, 'centre', JULY, PRESENT)).toBe(20);
  });

  it('is known later than what it replaces, whatever the clock said when that was written (time)', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    const ahead = new Date(Date.now() + 1_500);
    await contributionsOf(one.store.db).updateOne({ _id: idOf('m1') }, { $set: { t: ahead } });
    // The correction comes on another partition, so that only the replaced contribution can tell.
    await one.facts(meetingsBatch(1, [{ id: 'm1', unit: 'branch', day: JULY, version: 2 }]));
    const now = await contributionsOf(one.store.db).findOne({ _id: idOf('m1') });
    expect(now?.t.getTime()).toBeGreaterThan(ahead.getTime());
    expect((await progressOf('meetings.events/1')).time).toEqual(now?.t);
  });

  it('keeps a meeting of an unknown unit unplaced until the tree change that creates the unit', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'new-branch', day: JULY }]));
    expect([...(await storedFigures(one.store))]).toEqual([]);
    expect((await progressOf('meetings.events/0')).unplaced).toBe(1);
    await two.units(unitsBatch([created(6, 'new-branch', 'ward-b')], 5));
    expect(await figure(one.store, 'ward-b', JULY, HELD)).toBe(1);
    expect((await progressOf('meetings.events/0')).unplaced).toBe(0);
    expect(await contributionsOf(one.store.db).countDocuments({ unplaced: true })).toBe(0);
  });

  it('goes on past what can never be read', async () => {
    const good = meetingValue(meeting({ id: 'm1', unit: 'branch', day: JULY }));
    await one.facts(batchOf('meetings.events', 0, [Buffer.from('{"cut'), null, good]));
    expect(await figure(one.store, 'centre', JULY, HELD)).toBe(1);
    expect(await deadLetters()).toHaveLength(2);
  });
});

describe('two workers on one partition', () => {
  it('cannot both add one fact (everything is read inside the transaction)', async () => {
    const facts = Array.from({ length: 40 }, (_, at) => ({ id: `m${at}`, unit: 'branch', day: JULY }));
    const corrected = facts.map((fact) => ({ ...fact, version: 2, present: 30 }));
    await Promise.all([one.facts(meetingsBatch(0, facts)), two.facts(meetingsBatch(0, facts))]);
    await Promise.all([one.facts(meetingsBatch(0, corrected, 40)), two.facts(meetingsBatch(0, corrected, 40))]);
    // The same facts on two partitions: shards do not share a progress document, the contributions alone keep them apart.
    await Promise.all([one.facts(meetingsBatch(1, corrected)), two.facts(meetingsBatch(2, corrected))]);
    expect(await figure(one.store, 'centre', JULY, HELD)).toBe(40);
    expect(await figure(one.store, 'centre', JULY, PRESENT)).toBe(40 * 30);
    expect(await deadLetters()).toEqual([]);
  });
});

describe('a worker whose memory is not that of the store', () => {
  it('does its batch again with the new tree (treeRevision in the filter)', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    await two.units(
      unitsBatch([{ revision: 6, unit: 'branch', stretches: [{ from: SINCE, to: null, parent: 'ward-b' }] }], 5),
    );
    await one.facts(meetingsBatch(0, [{ id: 'm2', unit: 'branch', day: JULY }], 1));
    expect(await figure(one.store, 'ward-a', JULY, HELD)).toBe(0);
    expect(await figure(one.store, 'ward-b', JULY, HELD)).toBe(2);
  });

  it('does not commit when the tree changes while its batch runs', async () => {
    const { contributions } = one;
    const apply = contributions.apply.bind(contributions);
    let changed = false;
    jest.spyOn(contributions, 'apply').mockImplementation(async (tx, events) => {
      const applied = await apply(tx, events);
      if (!changed) {
        changed = true;
        const stretches = [{ from: SINCE, to: null, parent: 'ward-b' }];
        await two.units(unitsBatch([{ revision: 6, unit: 'branch', stretches }], 5));
      }
      return applied;
    });
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    expect(changed).toBe(true);
    expect(await figure(one.store, 'ward-a', JULY, HELD)).toBe(0);
    expect(await figure(one.store, 'ward-b', JULY, HELD)).toBe(1);
  });

  it('refuses to work on figures that other rules made, and says so (rules in the filter)', async () => {
    const progress = one.store.db.collection<ProgressDocument>('progress');
    for (const [rules, said] of [
      [RULES + 1, 'newer rules'],
      [RULES - 1, 'about to take them over'],
    ] as const) {
      await progress.updateMany({}, { $set: { rules } });
      const batch = meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]);
      await expect(one.facts(batch)).rejects.toThrow(said);
    }
    expect(await contributionsOf(one.store.db).countDocuments()).toBe(0);
  });

  it('does not commit when the rules change while its batch runs', async () => {
    const { contributions } = one;
    const guard = contributions.guard.bind(contributions);
    // As if the check at the start had been passed before newer code took over.
    jest.spyOn(contributions, 'guard').mockImplementation((progress) => guard({ ...progress, rules: RULES }));
    await one.store.db.collection<ProgressDocument>('progress').updateMany({}, { $set: { rules: RULES + 1 } });
    const batch = meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]);
    await expect(one.facts(batch)).rejects.toThrow('never current');
    expect(await contributionsOf(one.store.db).countDocuments()).toBe(0);
  });
});

describe('tree changes', () => {
  it('take the cells and the regular meetings of a unit along, for the days it moved', async () => {
    await one.units(unitsBatch([created(6, 'other-branch', 'ward-a')], 5));
    await one.facts(
      meetingsBatch(0, [
        { id: 'm1', unit: 'branch', day: JULY },
        { id: 'm2', unit: 'branch', day: JULY + 40 },
        { id: 'm3', unit: 'ward-a', day: JULY + 40 },
      ]),
    );
    await one.units(unitsBatch([created(7, 'city', 'centre')], 6));
    const stretches = [
      { from: SINCE, to: JULY + 10, parent: 'province' },
      { from: JULY + 10, to: null, parent: 'city' },
    ];
    await one.units(unitsBatch([{ revision: 8, unit: 'ward-a', stretches }], 7));
    expect(await figure(one.store, 'province', JULY, HELD)).toBe(1);
    expect(await figure(one.store, 'province', JULY + 40, HELD)).toBe(0);
    expect(await figure(one.store, 'city', JULY + 40, HELD)).toBe(2);
    expect(await figure(one.store, 'centre', JULY + 40, HELD)).toBe(2);
    expect(await figure(one.store, 'city', JULY + 40, `<${idOf('ward-a')}>`)).toBe(1);
    expect(await figure(one.store, 'province', JULY + 40, `<${idOf('ward-a')}>`)).toBe(0);
    expect(await wrongTotals(one.store)).toEqual([]);
  });

  it('take the cells of a unit along for all days when its only parent is corrected', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    await one.units(unitsBatch([created(6, 'city', 'centre')], 5));
    await one.units(
      unitsBatch([{ revision: 7, unit: 'ward-a', stretches: [{ from: SINCE, to: null, parent: 'city' }] }], 6),
    );
    expect(await figure(one.store, 'province', JULY, HELD)).toBe(0);
    expect(await figure(one.store, 'city', JULY, HELD)).toBe(1);
    expect(await figure(one.store, 'centre', JULY, HELD)).toBe(1);
  });

  it('of one transaction each find what those before them did: a branch goes to a ward, the ward to a city', async () => {
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    const moved = (revision: number, unit: string, from: string, to: string): ChangeOf => ({
      revision,
      unit,
      stretches: [
        { from: SINCE, to: JULY, parent: from },
        { from: JULY, to: null, parent: to },
      ],
    });
    const steps = [created(6, 'city', 'centre'), moved(7, 'branch', 'ward-a', 'ward-b')];
    await one.units(unitsBatch([...steps, moved(8, 'ward-b', 'province', 'city')], 5));
    for (const [unit, held] of Object.entries({ 'ward-a': 0, 'ward-b': 1, province: 0, city: 1, centre: 1 }))
      expect([unit, await figure(one.store, unit, JULY, HELD)]).toEqual([unit, held]);
    expect(await wrongTotals(one.store)).toEqual([]);
  });

  it('tell every read which step of an act it has, until the last one is there', async () => {
    const act = (step: number) => ({ id: idOf('act'), decision: '31-HD/BTCTW', effective: '2026-07-01', step, of: 3 });
    const step = (revision: number, unit: string, at: number) => ({
      ...created(revision, unit, 'centre'),
      act: act(at),
    });
    const seen = () => new Snapshots(one.store, one.replica).read(async ({ progress }) => actOf(progress));
    await one.units(unitsBatch([step(6, 'city', 1), step(7, 'town', 2)], 5));
    expect(await seen()).toEqual({ id: idOf('act'), decision: '31-HD/BTCTW', step: 2, of: 3 });
    expect(await one.store.db.collection('progress').countDocuments({ 'act.step': { $ne: 2 } })).toBe(0);
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    expect(await seen()).toMatchObject({ step: 2 });
    await one.units(unitsBatch([step(8, 'village', 3)], 7));
    expect(await seen()).toBeUndefined();
    expect(await one.store.db.collection('tree_log').distinct('act.step')).toEqual([1, 2, 3]);
  });

  it('are applied in the order of their revisions only; a missing one halts the tree aloud, facts go on', async () => {
    const moved = (revision: number, parent: string): ChangeOf => ({
      revision,
      unit: 'branch',
      stretches: [{ from: SINCE, to: null, parent }],
    });
    await one.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
    await one.units(unitsBatch([moved(7, 'ward-a')], 5));
    expect(await one.replica.headRevision()).toBe(5);
    expect(await one.tree.trouble()).toBe('tree revision 6 is missing');
    await one.facts(meetingsBatch(0, [{ id: 'm2', unit: 'branch', day: JULY }], 1));
    expect(await figure(one.store, 'ward-a', JULY, HELD)).toBe(2);
    await two.units(unitsBatch([moved(6, 'ward-b')], 6));
    await eventually(async () => (await one.replica.headRevision()) === 7);
    expect(await one.tree.trouble()).toBeNull();
    expect(await figure(one.store, 'ward-a', JULY, HELD)).toBe(2);
    expect(await figure(one.store, 'ward-b', JULY, HELD)).toBe(0);
  });

  it('that would break the tree halt it, and say so', async () => {
    const loop = { revision: 6, unit: 'province', stretches: [{ from: SINCE, to: null, parent: 'branch' }] };
    await one.units(unitsBatch([loop], 5));
    expect(await one.tree.trouble()).toContain('tree-loop');
    expect(await one.replica.headRevision()).toBe(5);
  });

  it('do not commit unless they wrote every progress document there is', async () => {
    await one.store.db.collection('progress').deleteOne({ _id: 'meetings.events/4' as never });
    await one.units(unitsBatch([created(6, 'ward-c', 'province')], 5));
    expect(await one.tree.trouble()).toContain('progress documents');
    expect(await one.replica.headRevision()).toBe(5);
  });

  it('may be applied by several workers at once', async () => {
    const many = Array.from({ length: 60 }, (_, at) => created(6 + at, `branch-${at}`, at % 2 ? 'ward-a' : 'ward-b'));
    // As the batch server does, again where the other worker, held up for seconds, ended this one's session.
    const keep = (either: typeof one) => eventually(() => either.units(unitsBatch(many, 5)).then(() => true));
    await Promise.all([keep(one), keep(two)]);
    await eventually(async () => (await one.replica.headRevision()) === 65);
    expect(await progressOf('inspection.events/5')).toMatchObject({ treeRevision: 65 });
  });
});
