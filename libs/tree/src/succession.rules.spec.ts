import { dayOf } from '#calendar';
import type { Succession, UnitRecord } from '#contracts';
import { followedBy, type Followed } from './follow/followed.rules.js';
import { heirOn, holdersOf, notAlive, successorsOn } from './succession.rules.js';
import { Tree } from './tree.js';

const END = '2025-07-01';
const to = (...weights: [string, number][]): Succession => ({
  from: END,
  history: 'moves',
  to: weights.map(([unitId, weight]) => ({ unitId, weight })),
});
const unit = (
  id: string,
  parentId: string | null,
  from: string,
  until: string | null,
  more: Partial<UnitRecord> = {},
) =>
  ({
    id,
    version: 1,
    voided: false,
    stretches: [{ from, to: until, code: id, name: id, kind: 'ward', level: 'commune', parentId }],
    ...more,
  }) satisfies UnitRecord;

/** Two provinces joined, their districts ended, three wards: one into a new one, one split by weight, one dissolved. */
const tree = Tree.load(
  [
    unit('centre', null, '2000-01-01', null),
    unit('old-province', 'centre', '2000-01-01', END, { successions: [to(['province', 1])] }),
    unit('province', 'centre', '2000-01-01', null),
    unit('district', 'old-province', '2000-01-01', END),
    unit('a', 'district', '2000-01-01', END, { successions: [to(['new', 1])] }),
    unit('split', 'district', '2000-01-01', END, { successions: [to(['light', 1], ['heavy', 2], ['also', 2])] }),
    unit('new', 'province', END, '2026-03-01', {
      successions: [{ ...to(['light', 1]), from: '2026-03-01' }],
    }),
    ...['light', 'heavy', 'also'].map((id) => unit(id, 'province', END, null)),
    { id: 'second', version: 2, voided: true, stretches: [], duplicateOf: 'light' },
  ],
  1,
);
const heir = (id: string, day: string) => heirOn(tree, id, dayOf(day));

describe('who goes on with what a unit left', () => {
  it.each([
    ['nobody while it lives', 'a', '2025-06-30', undefined],
    ['its successor from its end on', 'a', END, 'new'],
    ['who follows the successor, once that has ended too', 'a', '2026-03-01', 'light'],
    ['the heaviest of several, the first on a tie', 'split', END, 'heavy'],
    ['without one what it lay under, or who goes on with that', 'district', END, 'province'],
    ['nobody before it was founded', 'new', '2025-06-30', undefined],
    ['nobody of a unit that is not known', 'x', END, undefined],
  ])('%s', (_what, id, day, expected) => expect(heir(id, day)).toBe(expected));

  it('is told one after the other, up to a day', () => {
    const [new_, light] = [
      { unitId: 'new', from: END },
      { unitId: 'light', from: '2026-03-01' },
    ];
    const holders = (until: string, begun = '2025-01-01') => holdersOf(tree, 'a', dayOf(begun), dayOf(until));
    expect(holders('2025-06-30')).toEqual([]);
    expect(holders(END)).toEqual([new_]);
    expect(holders('2026-12-31')).toEqual([new_, light]);
    // Dated after the end, it was never its own.
    expect(holders('2025-12-31', '2025-09-01')).toEqual([{ unitId: 'new', from: '2025-09-01' }]);
  });

  it('is named where something is refused, all of several, and the first record of a second one', () => {
    expect(notAlive(tree, 'split', dayOf(END), 'startsAt')).toMatchObject({
      kind: 'unprocessable',
      code: 'unit-not-alive',
      fields: [{ path: 'startsAt', code: 'unit-not-alive', successors: ['light', 'heavy', 'also'] }],
    });
    expect(notAlive(tree, 'new', dayOf('2025-01-01'), 'on').fields).toEqual([{ path: 'on', code: 'unit-not-alive' }]);
    expect(successorsOn(tree, 'second', dayOf(END))).toEqual(['light']);
  });
});

describe('a fact that acts move', () => {
  const act = { id: 'act', decision: '01-QĐ' };
  const going = (map: Record<string, string>) => ({
    going: (units: string[]) => units.map((id) => map[id] ?? id),
    unitsOf: (units: string[]) => units,
  });
  const moved = followedBy({ version: 3, parts: ['a', 'b'] }, act, going({ a: 'n' }))!;
  const followed: Followed<string[]> = { act, version: 4, units: ['a', 'b', 'n'], before: ['a', 'b'] };

  it('keeps where it lay, and is found by every unit on its way', () =>
    expect(moved).toEqual({ parts: ['n', 'b'], followed }));

  it('stays when nothing of it moves', () =>
    expect(followedBy({ version: 3, parts: ['a'] }, act, going({ c: 'n' }))).toBeNull());

  it('goes from where it lay at first, so that an act revoked takes it back and one amended goes elsewhere', () => {
    const lying = { version: 4, parts: ['n', 'b'], followed };
    expect(followedBy(lying, act, going({}))?.parts).toEqual(['a', 'b']);
    expect(followedBy(lying, act, going({ a: 'm' }))).toMatchObject({
      parts: ['m', 'b'],
      followed: { before: ['a', 'b'], units: ['a', 'b', 'n', 'm'] },
    });
  });

  it('stays where something else changed it since, unless the unit there ends', () => {
    const lying = { version: 5, parts: ['n', 'b'], followed };
    expect(followedBy(lying, act, going({}))).toBeNull();
    expect(followedBy(lying, act, going({ n: 'm' }))).toMatchObject({ parts: ['m', 'b'], followed: { version: 6 } });
  });
});
