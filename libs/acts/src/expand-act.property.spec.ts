import * as fc from 'fast-check';
import { dateOf, dayOf } from '#calendar';
import { actContentSchema, type ActVerb, type UnitRecord, type UnitStretch } from '#contracts';
import { Tree } from '#tree';
import { expandAct } from './expand-act.js';
import { DAY, founded, root, unit } from './expand-act.harness.js';
import { restoring } from './revocation.rules.js';

/** Three levels of units, some of them moved, closed, or to be moved or closed later. */
const SIZE = [3, 6, 8];
const ids = SIZE.flatMap((count, level) => Array.from({ length: count }, (_, at) => `${'pcb'[level]}${at}`));
const DAYS = [
  '1999-12-31',
  '2005-01-01',
  '2014-12-31',
  '2016-01-01',
  '2025-06-30',
  DAY,
  '2026-01-01',
  '2029-06-01',
  '2040-01-01',
];

type Seed = { up: number; other: number; shape: number };
const seeds = fc.array(fc.record({ up: fc.nat(20), other: fc.nat(20), shape: fc.nat(11) }), {
  minLength: ids.length,
  maxLength: ids.length,
});

/** By shape: still, moved in 2015, to be moved in 2029, closed long ago. */
function recordOf(id: string, { up, other, shape }: Seed): UnitRecord {
  const level = 'pcb'.indexOf(id[0] as string);
  const parents = level === 0 ? ['root'] : ids.filter((one) => one.startsWith('pcb'[level - 1] as string));
  const [first, second] = [parents[up % parents.length], parents[other % parents.length]] as [string, string];
  const moves = (date: string): Partial<UnitStretch>[] =>
    first === second
      ? [{ parentId: first }]
      : [
          { parentId: first, to: date },
          { parentId: second, from: date },
        ];
  if (shape === 0) return unit(id, ...moves('2015-01-01'));
  if (shape === 1) return unit(id, ...moves('2029-01-01'));
  if (shape === 2 && level === 2 && id !== 'b0') return merged(unit(id, { parentId: first, to: '2010-01-01' }));
  return unit(id, { parentId: first });
}

const merged = (record: UnitRecord): UnitRecord => ({
  ...record,
  successions: [{ from: '2010-01-01', history: 'moves', to: [{ unitId: 'b0', weight: 1 }] }],
});

const anyId = fc.constantFrom(...ids);
const sameLevel = fc.constantFrom('p', 'c', 'b').chain((letter) =>
  fc.shuffledSubarray(
    ids.filter((id) => id.startsWith(letter)),
    { minLength: 2, maxLength: 3 },
  ),
);
const verbs: fc.Arbitrary<ActVerb>[] = [
  sameLevel.map(([unitId, into]): ActVerb => ({ verb: 'merge', unitId: unitId as string, into: into as string })),
  fc.tuple(sameLevel, fc.nat(99)).map(([from, n]): ActVerb => ({
    verb: 'fuse',
    from,
    to: founded(`n${n}`, from[0]?.startsWith('p') ? 'root' : from[0]?.startsWith('c') ? 'p0' : 'c0'),
  })),
  fc.tuple(sameLevel, fc.boolean(), fc.boolean()).map(([[unitId, to], keeps, shared]): ActVerb => ({
    verb: 'split',
    unitId: unitId as string,
    keeps,
    history: shared && !keeps ? 'shared' : 'stays',
    parts: [
      { unitId: to as string, weight: 1 },
      { unitId: `s${unitId}`, weight: 2, founded: founded(`s${unitId}`, 'root') },
    ],
    rest: `s${unitId}`,
  })),
  fc.tuple(anyId, fc.option(anyId)).map(([unitId, to]): ActVerb => ({ verb: 'dissolve', unitId, ...(to && { to }) })),
  fc.tuple(anyId, anyId).map(([unitId, parentId]): ActVerb => ({ verb: 'hand-over', unitId, parentId })),
  anyId.map((unitId): ActVerb => ({ verb: 'rename', unitId, name: 'Tên mới', code: `${unitId}-mới` })),
  anyId.map((unitId): ActVerb => ({ verb: 'change-level', unitId, level: 'group' })),
  fc.nat(99).map((n): ActVerb => ({ verb: 'found', ...founded(`f${n}`, 'root') })),
  sameLevel.map(([unitId, of]): ActVerb => ({ verb: 'deduplicate', unitId: unitId as string, of: of as string })),
];
const acts = fc.array(fc.oneof(...verbs), { minLength: 1, maxLength: 4 });

const apart = ({ version: _version, successions, ...record }: UnitRecord) => ({
  ...record,
  successions: successions ?? [],
});
const stateAt = ({ stretches }: UnitRecord, date: string) =>
  stretches.find(({ from, to }) => from <= date && (to === null || date < to));

/** Day by day and unit by unit, from the records alone: everyone alive lies under somebody alive, up to the root. */
function wrongIn(records: ReadonlyMap<string, UnitRecord>): string | undefined {
  for (const date of DAYS)
    for (const [id, record] of records) {
      let at = stateAt(record, date);
      for (let steps = 0; at && at.parentId !== null; steps += 1) {
        at = stateAt(records.get(at.parentId) as UnitRecord, date);
        if (!at || steps > 50) return `${id} on ${date}`;
      }
    }
  return undefined;
}

it('every step leaves a valid tree, nothing before the day changes, and a revocation undoes it all', () => {
  let done = 0;
  fc.assert(
    fc.property(seeds, acts, (shapes, steps) => {
      const stored = new Map<string, UnitRecord>([['root', root]]);
      for (const [at, id] of ids.entries()) stored.set(id, recordOf(id, shapes[at] as Seed));
      if (wrongIn(stored)) return;
      const tree = Tree.load(stored.values(), 50);
      const { records, faults, tree: after } = expandAct(tree, { effective: DAY, steps });
      if (faults.length > 0) return;
      done += 1;
      // Each step by itself, over a tree of its own.
      const live = new Map(stored);
      const applied = tree.fork();
      for (const { record, before } of records) {
        expect(live.get(record.id)).toBe(before);
        applied.apply(record, applied.revision + 1);
        live.set(record.id, record);
        expect(wrongIn(live)).toBeUndefined();
      }
      expect(applied.revision).toBe(after.revision);
      expect(new Set(records.map(({ record }) => record.id)).size).toBe(records.length);
      const dedupes = steps.some(({ verb }) => verb === 'deduplicate');
      for (const [id, record] of live) {
        expect(after.get(id)).toBe(record);
        const old = stored.get(id);
        if (!dedupes) for (const date of BEFORE) if (!sameOn(date, record, old)) throw new Error(`${id} on ${date}`);
      }
      // The same verbs as they come in an event, over a tree loaded anew.
      const told = JSON.parse(JSON.stringify(steps)) as ActVerb[];
      const again = expandAct(Tree.load(stored.values(), 50), { effective: DAY, steps: told });
      expect(again.records).toEqual(records);
      // And back.
      const undone = expandAct(after, { effective: DAY, steps: restoring(records) });
      expect(undone.faults).toEqual([]);
      for (const { record } of undone.records) {
        live.set(record.id, record);
        expect(wrongIn(live)).toBeUndefined();
      }
      for (const [id, record] of live) {
        const old = stored.get(id);
        expect(apart(record)).toEqual(apart(old ?? { id, version: 0, voided: true, stretches: [] }));
      }
    }),
    { numRuns: 500 },
  );
  expect(done).toBeGreaterThan(60);
});

const BEFORE = DAYS.filter((date) => date < DAY);
/** Whether it was the same on a day, wherever its stretches are cut. */
const sameOn = (date: string, one: UnitRecord, other: UnitRecord | undefined): boolean => {
  const state = (record: UnitRecord | undefined) => ({ ...(record && stateAt(record, date)), from: '', to: '' });
  return JSON.stringify(state(one)) === JSON.stringify(state(other));
};

it('takes an act of thousands of verbs in one pass over the tree', () => {
  const communes = Array.from({ length: 1_000 }, (_, at) => unit(`c${at}`, { parentId: `d${at % 70}` }));
  const branches = Array.from({ length: 29_000 }, (_, at) => unit(`b${at}`, { parentId: `c${at % 1_000}` }));
  const districts = Array.from({ length: 70 }, (_, at) => unit(`d${at}`, {}));
  const tree = Tree.load([root, ...districts, ...communes, ...branches], 1);
  const of = (n: number): string[] => [0, 1, 2].map((at) => `c${n * 3 + at}`);
  const steps: ActVerb[] = [
    ...districts.map(({ id: unitId }): ActVerb => ({ verb: 'dissolve', unitId })),
    ...Array.from({ length: 333 }, (_, n): ActVerb => ({ verb: 'fuse', from: of(n), to: founded(`n${n}`, 'root') })),
    { verb: 'hand-over', unitId: 'c999', parentId: 'root' },
    ...Array.from({ length: 1_000 }, (_, n): ActVerb => ({ verb: 'rename', unitId: `b${n}`, name: `Tổ ${n}` })),
  ];
  const began = Date.now();
  const { faults, records } = expandAct(tree, { effective: DAY, steps });
  expect(faults).toEqual([]);
  expect(records.length).toBe(70 + 999 + 333 + 29_000 - 29 + 2);
  // Half a second on a quiet machine; a pass over the tree for each verb would take minutes.
  expect(Date.now() - began).toBeLessThan(20_000);
}, 60_000);

it('is what the contract takes', () => {
  const uuid = '3f0e1c9e-3a52-5d3c-9a55-6d9d6d3f0a01';
  const steps = [{ verb: 'restore', unitId: uuid, stretches: [] }];
  expect(actContentSchema.parse({ actId: uuid, decision: '1-QĐ', effective: dateOf(dayOf(DAY)), steps }).steps).toEqual(
    steps,
  );
});
