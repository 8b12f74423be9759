import { dateOf, GREGORIAN, parsePeriod } from '#calendar';
import { testDatabase } from '#testing';
import { IdleShards } from '../figures/idle-shards.js';
import { worker, type ChangeOf, type StretchOf, type Worker } from '../figures/write-path.harness.js';
import { changesDto } from './changes.answer.js';
import { Asking, NOW_ON, shown, TODAY } from './changes.harness.js';
import type { Changes } from './changes.service.js';
import { ChangesLimits } from './limits.js';

jest.setTimeout(60_000);

const SINCE = TODAY - 3_000;
const DAY = TODAY - 3;
const lies = (unit: string, ...stretches: StretchOf[]): Omit<ChangeOf, 'revision'> => ({ unit, stretches });
const under = (parent: string | null): StretchOf => ({ from: SINCE, to: null, parent });
const TREE = [
  lies('centre', under(null)),
  lies('province', under('centre')),
  lies('ward-a', under('province')),
  lies('ward-b', under('province')),
  lies('branch-1', under('ward-a')),
  lies('branch-2', under('ward-b')),
];

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
let asking: Asking;
/** Before anything happened. */
let began: Date;
let test = 0;

beforeAll(async () => {
  database = testDatabase('changes');
  reports = await worker(database.uri);
});
afterAll(async () => {
  await reports.close();
  await database.drop();
});
beforeEach(async () => {
  test += 1;
  asking = new Asking(reports, test);
  await asking.units(...TREE);
  began = await asking.settle();
});

const row = ({ items }: Changes, at = 0) => items[at];
const heldBy = async (unit: string, from: Date): Promise<[unknown, unknown, unknown]> => {
  const { figures, items } = await asking.ask({ unit, from });
  const { before, after } = figures[0] as Changes['figures'][number];
  return [before.value, after.value, items.map(({ kind, amount }) => [kind, amount.numerator])];
};

describe('a fact', () => {
  it('is new when it comes in its period, late when that is over', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY });
    await asking.settle();
    const now = await asking.ask({ unit: 'province', from: began });
    const fact = { factId: asking.id('m1'), source: 'meetings.events', oldVersion: null, version: 1 };
    expect(row(now)).toMatchObject({
      kind: 'new',
      unitId: asking.id('branch-1'),
      day: DAY,
      fact,
      amount: { numerator: 1 },
    });
    const over = parsePeriod(dateOf(DAY));
    expect(row(await asking.ask({ unit: 'province', from: began, period: over }))).toMatchObject({ kind: 'late' });
    expect((await asking.ask({ unit: 'ward-b', from: began })).items).toEqual([]);
  });

  it('is new when its first version that counts is not its first', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY, state: 'voided' });
    const from = await asking.settle();
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY, version: 2 });
    await asking.settle();
    expect(row(await asking.ask({ unit: 'ward-a', from }))).toMatchObject({ kind: 'new', fact: { oldVersion: 1 } });
  });

  it('is corrected, moved and voided, each with both versions and its instant', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY, present: 20 });
    const first = await asking.settle();
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY, present: 25, version: 2 });
    const second = await asking.settle();
    await asking.meetings({ id: 'm1', unit: 'branch-2', day: DAY, present: 25, version: 3 });
    const third = await asking.settle();
    await asking.meetings({ id: 'm1', unit: 'branch-2', day: DAY, state: 'voided', version: 4 });
    await asking.settle();
    const measures = 'meetings.held,attendance.present';
    const corrected = await asking.ask({ unit: 'ward-a', from: first, to: second, measures });
    expect(corrected.items).toMatchObject([
      {
        measure: 'attendance.present',
        kind: 'corrected',
        amount: { numerator: 5 },
        fact: { oldVersion: 1, version: 2 },
      },
    ]);
    const out = await asking.ask({ unit: 'ward-a', from: second, to: third });
    const place = { unitId: asking.id('branch-1'), otherUnitId: asking.id('branch-2') };
    expect(out.items).toMatchObject([{ kind: 'moved', ...place, amount: { numerator: -1 }, fact: { version: 3 } }]);
    const into = await asking.ask({ unit: 'ward-b', from: second });
    expect(into.items).toMatchObject([
      { kind: 'voided', amount: { numerator: -1 }, fact: { oldVersion: 3, version: 4 } },
      { kind: 'moved', unitId: asking.id('branch-2'), otherUnitId: asking.id('branch-1'), amount: { numerator: 1 } },
    ]);
    expect(row(into)?.at).toBeGreaterThan(third.getTime());
    // Above both it moved nothing.
    expect((await asking.ask({ unit: 'province', from: second, to: third })).items).toEqual([]);
    expect(await heldBy('ward-a', began)).toEqual([0, 0, [['moved', -1], ['new', 1]]]); // prettier-ignore
  });
});

describe('an act', () => {
  it('brings what was known at the unit that moved, also into the past, and names unit and revision', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-2', day: DAY }, { id: 'm2', unit: 'branch-2', day: DAY - 10 });
    const from = await asking.settle();
    const cut = DAY - 5;
    const moved = lies(
      'branch-2',
      { from: SINCE, to: cut, parent: 'ward-b' },
      { from: cut, to: null, parent: 'ward-a' },
    );
    const treeRevision = await asking.units(moved);
    await asking.settle();
    // Known after the move, so it is new where the unit lies now.
    await asking.meetings({ id: 'm3', unit: 'branch-2', day: DAY });
    await asking.settle();
    expect(await heldBy('ward-b', from)).toEqual([2, 1, [['act', -1]]]);
    expect(await heldBy('ward-a', from)).toEqual([0, 2, [['new', 1], ['act', 1]]]); // prettier-ignore
    const { items } = await asking.ask({ unit: 'ward-a', from });
    expect(items[1]).toMatchObject({ kind: 'act', unitId: asking.id('branch-2'), treeRevision });
    expect(await heldBy('province', from)).toEqual([2, 3, [['new', 1]]]);
  });

  it('takes the heads of a unit along, which closing, opening and moved all tell', async () => {
    await asking.members({ id: 'p1', version: 1, stays: [{ unit: 'branch-2', from: DAY - 100 }], end: null });
    const from = await asking.settle();
    await asking.units(
      lies('branch-2', { from: SINCE, to: DAY, parent: 'ward-b' }, { from: DAY, to: null, parent: 'ward-a' }),
    );
    const between = await asking.settle();
    await asking.members({ id: 'p1', version: 2, stays: [{ unit: 'branch-2', from: DAY - 100 }], end: DAY + 1 });
    await asking.settle();
    const measures = 'members.total,members.opening,members.moved-with-units,members.transferred-out';
    const acts = await asking.ask({ unit: 'ward-a', from, to: between, measures });
    expect(shown(acts, 'before')).toMatchObject({ 'members.total': 0, 'members.moved-with-units': 0 });
    expect(shown(acts, 'after')).toMatchObject({
      'members.total': 1,
      'members.opening': 0,
      'members.moved-with-units': 1,
    });
    expect(acts.items.map(({ kind }) => kind)).toEqual(['act', 'act']);
    const left = await asking.ask({ unit: 'ward-a', from: between, measures });
    expect(left.items.map(({ measure, kind, amount }) => [measure, kind, amount.numerator])).toEqual([
      ['members.total', 'corrected', -1],
      ['members.transferred-out', 'new', 1],
    ]);
    const lost = await asking.ask({ unit: 'ward-b', from, measures });
    expect(shown(lost, 'after')).toMatchObject({
      'members.total': 0,
      'members.opening': 1,
      'members.moved-with-units': -1,
    });
  });

  it('of several steps, back-dated, names its decision in each row and adds up to one sum; before its day nothing moved', async () => {
    for (const unit of ['branch-1', 'branch-2'])
      await asking.meetings({ id: `${unit}-a`, unit, day: DAY }, { id: `${unit}-b`, unit, day: DAY - 10 });
    const from = await asking.settle();
    const named = { actId: asking.id('act'), decision: '12-QĐ/TU', effective: dateOf(DAY - 5) };
    const { actId: id, ...said } = named;
    const step = (at: number, unit: string, was: string) => ({
      ...lies(unit, { from: SINCE, to: DAY - 5, parent: was }, { from: DAY - 5, to: null, parent: 'ward-c' }),
      act: { id, ...said, step: at, of: 3 },
    });
    await asking.units({ ...lies('ward-c', under('province')), act: { id, ...said, step: 1, of: 3 } });
    await asking.units(step(2, 'branch-1', 'ward-a'));
    await asking.units(step(3, 'branch-2', 'ward-b'));
    await asking.settle();
    const changes = await asking.ask({ unit: 'ward-c', from });
    const dto = changesDto(changes, NOW_ON, GREGORIAN);
    expect(dto.figures[0]?.acts).toEqual([{ ...named, count: 2, value: 2 }]);
    expect(dto.items).toMatchObject([3, 2].map((at) => ({ kind: 'act', value: 1, ...named, step: at })));
    const before = parsePeriod(`${dateOf(DAY - 60)}/${dateOf(DAY - 6)}`);
    for (const unit of ['ward-a', 'ward-b', 'ward-c', 'province'])
      expect((await asking.ask({ unit, from, period: before })).items).toEqual([]);
  });

  it('that makes a unit known brings what waited for it', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-9', day: DAY });
    const from = await asking.settle();
    await asking.units(lies('branch-9', under('ward-a')));
    await asking.settle();
    expect(await heldBy('ward-a', from)).toEqual([0, 1, [['act', 1]]]);
    expect(await heldBy('branch-9', from)).toEqual([0, 1, [['act', 1]]]);
  });

  it('has one time on every shard, past all of theirs', async () => {
    const progress = reports.store.db.collection<{ time: Date; treeRevision: number }>('progress');
    const ahead = new Date(Date.now() + 1_500);
    await progress.updateOne({}, { $set: { time: ahead } });
    const revision = await asking.units(lies('ward-c', under('province')));
    const times = new Set((await progress.find().toArray()).map(({ time }) => time.getTime()));
    const [at] = [...times];
    expect(times.size).toBe(1);
    expect(at).toBeGreaterThan(ahead.getTime());
    const log = reports.store.db.collection<{ _id: number; at: Date }>('tree_log');
    expect((await log.findOne({ _id: revision }))?.at.getTime()).toBe(at);
  });
});

describe('what is asked', () => {
  it('is refused before it is settled, and in the wrong order', async () => {
    const settled = await asking.settle();
    const later = new Date(settled.getTime() + 1);
    const unsettled = { code: 'instant-not-settled', params: { settled: settled.toISOString() } };
    await expect(asking.ask({ unit: 'centre', from: later })).rejects.toMatchObject(unsettled);
    await expect(asking.ask({ unit: 'centre', from: began, to: later })).rejects.toMatchObject(unsettled);
    await expect(asking.ask({ unit: 'centre', from: settled, to: began })).rejects.toMatchObject({
      code: 'instants-reversed',
    });
    expect((await asking.ask({ unit: 'centre', from: began })).window.to).toBe(settled.getTime());
    await expect(asking.ask({ unit: 'nowhere', from: began })).rejects.toMatchObject({ code: 'no-such-unit' });
  });

  it('comes by pages of rows, each with the totals of all', async () => {
    await asking.meetings(...Array.from({ length: 7 }, (_, at) => ({ id: `m${at}`, unit: 'branch-1', day: DAY })));
    await asking.units(lies('branch-1', under('ward-b')));
    await asking.settle();
    const question = { unit: 'ward-a', from: began, measures: 'meetings.held,meetings.minutes' };
    const whole = await asking.ask(question);
    expect(whole.items).toHaveLength(16);
    const paged: Changes['items'] = [];
    for (let after: Changes['next'] = null; ;) {
      const page: Changes = await asking.ask({ ...question, limit: 3, after });
      expect(page.figures).toEqual(whole.figures);
      paged.push(...page.items);
      if (!(after = page.next)) break;
    }
    expect(paged).toEqual(whole.items);
  });

  it('is bounded, and of a big unit found by when facts came', async () => {
    await asking.meetings(...Array.from({ length: 5 }, (_, at) => ({ id: `m${at}`, unit: 'branch-1', day: DAY })));
    await asking.meetings({ id: 'm1', unit: 'branch-2', day: DAY, version: 2 });
    await asking.settle();
    const by = (limits: Partial<ChangesLimits>, unit: string) =>
      new Asking(reports, test, Object.assign(new ChangesLimits(), limits)).ask({ unit, from: began });
    for (const unit of ['province', 'ward-a', 'ward-b'])
      expect(await by({ fewUnits: 0 }, unit)).toEqual(await asking.ask({ unit, from: began }));
    const tooMany = { code: 'changes-too-many', params: { most: 4 } };
    await expect(by({ most: 4 }, 'ward-a')).rejects.toMatchObject(tooMany);
    await expect(by({ most: 4, fewUnits: 0 }, 'ward-b')).rejects.toMatchObject(tooMany);
    expect((await by({ most: 4 }, 'ward-b')).items).toHaveLength(1);
  });

  it('does not tell what people are like to whoever may not see the roll', async () => {
    const question = { unit: 'ward-a', from: began, measures: 'members.women,members.total' };
    await expect(asking.ask(question)).rejects.toMatchObject({ code: 'count-suppressed' });
    expect((await asking.ask({ ...question, sees: ['province'] })).items).toEqual([]);
  });

  it('gives both sides of a ratio', async () => {
    await asking.meetings({ id: 'm1', unit: 'branch-1', day: DAY, present: 20 });
    await asking.settle();
    const { figures } = await asking.ask({ unit: 'ward-a', from: began, measures: 'attendance.rate' });
    const change = { numerator: 20, denominator: 22 };
    expect(figures).toMatchObject([
      { before: { value: null }, after: { value: 90.91, ...change }, change, kinds: [{ kind: 'new', amount: change }] },
    ]);
  });
});

it('an idle shard goes on with the clock, so that instants settle while a source is away', async () => {
  const progress = reports.store.db.collection<{ time: Date; seq: number }>('progress');
  const shards = await progress.countDocuments();
  const [fresh, old] = [new Date(), new Date(Date.now() - 60_000)];
  await progress.updateMany({}, { $set: { time: fresh } });
  await progress.updateOne({}, { $set: { time: old, seq: 7 } });
  expect(await new IdleShards(reports.store).tick()).toBe(1);
  expect(await progress.findOne({}, { projection: { _id: 0, seq: 1 } })).toEqual({ seq: 8 });
  expect(await progress.countDocuments({ time: { $gte: fresh } })).toBe(shards);
});
