import { dayOf } from '#calendar';
import type { ActVerb } from '#contracts';
import { codesOf, DAY, expand, founded, stretch, treeOf, unit } from './expand-act.harness.js';

type Split = Extract<ActVerb, { verb: 'split' }>;

const day = dayOf(DAY);
/** Two wards with two branches each, and a district above them. */
const district = unit('d', { kind: 'urban-district', level: 'district' });
const [a, b] = [unit('a', { parentId: 'd' }), unit('b', { parentId: 'd' })];
const branches = ['a1', 'a2', 'b1', 'b2'].map((id) => unit(id, { parentId: id[0], level: 'branch' }));
const tree = treeOf(district, a, b, ...branches);
const fuse: ActVerb = { verb: 'fuse', from: ['a', 'b'], to: founded('n') };

describe('what each verb makes of the tree', () => {
  it('fuse: two end, a new one has their units, members and history', () => {
    const { faults, tree: after, memberMoves, ends } = expand(tree, fuse);
    expect(faults).toEqual([]);
    expect(after.children('n').sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(after.aliveOn('a', day)).toBe(false);
    expect(after.get('a')?.successions).toEqual([{ from: DAY, history: 'moves', to: [{ unitId: 'n', weight: 1 }] }]);
    expect(memberMoves).toEqual(
      ['a', 'b'].map((fromUnitId) => ({ fromUnitId, toUnitId: 'n', memberIds: 'all', date: DAY })),
    );
    expect(ends.map(({ unitId, to, offices, roles }) => [unitId, to, offices, roles])).toEqual([
      ['a', 'n', null, 'move'],
      ['b', 'n', null, 'move'],
    ]);
  });

  it('the first of July 2025: districts end, their wards fuse under the province', () => {
    const { faults, records, tree: after } = expand(tree, { verb: 'dissolve', unitId: 'd' }, fuse);
    expect(faults).toEqual([]);
    expect(records.map(({ record }) => record.id)).toEqual(['n', 'a1', 'a2', 'b1', 'b2', 'a', 'b', 'd']);
    expect(after.path('a1', day)).toEqual(['a1', 'n', 'root']);
    expect(after.path('a1', day - 1)).toEqual(['a1', 'a', 'd', 'root']);
    expect(after.revision).toBe(tree.revision + 8);
  });

  it('merge, with one unit below handed over elsewhere', () => {
    const merge: ActVerb = { verb: 'merge', unitId: 'a', into: 'b', offices: 'end', roles: 'end' };
    const { tree: after, ends } = expand(tree, merge, { verb: 'hand-over', unitId: 'a2', parentId: 'd' });
    expect(after.parentOn('a1', day)).toBe('b');
    expect(after.parentOn('a2', day)).toBe('d');
    expect(ends).toEqual([{ unitId: 'a', date: DAY, to: 'b', offices: 'end', roles: 'end' }]);
  });

  it('split into two (chia): every unit and member goes to a part, the history by weights', () => {
    const {
      faults,
      ends,
      memberMoves,
      tree: after,
    } = expand(tree, {
      verb: 'split',
      unitId: 'a',
      keeps: false,
      history: 'shared',
      parts: [
        { unitId: 'n', founded: { ...founded('n', 'd') }, weight: 2, units: ['a1'], members: ['m1'] },
        { unitId: 'b', weight: 1 },
      ],
      rest: 'b',
    });
    expect(faults).toEqual([]);
    expect([after.parentOn('a1', day), after.parentOn('a2', day)]).toEqual(['n', 'b']);
    expect(memberMoves.map(({ toUnitId, memberIds }) => [toUnitId, memberIds])).toEqual([
      ['n', ['m1']],
      ['b', 'all'],
    ]);
    expect(ends[0]?.to).toBe('n');
    expect(after.get('a')?.successions?.[0]).toMatchObject({
      history: 'moves',
      to: [
        { unitId: 'n', weight: 2 },
        { unitId: 'b', weight: 1 },
      ],
    });
  });

  it('split off (tách): the unit goes on with what is left', () => {
    const part = { unitId: 'n', founded: founded('n', 'd'), units: ['a1'] };
    const said: Split = { verb: 'split', unitId: 'a', keeps: true, history: 'stays', parts: [part], rest: 'a' };
    const { faults, ends, placing, tree: after } = expand(tree, said);
    expect(faults).toEqual([]);
    expect(ends).toEqual([]);
    expect([...placing.keys()]).toEqual(['a']);
    expect([after.parentOn('a1', day), after.parentOn('a2', day), after.aliveOn('a', day)]).toEqual(['n', 'a', true]);
  });

  it('split off with a share of the history: the unit is among its own successors', () => {
    const parts = [
      { unitId: 'n', founded: founded('n', 'd'), weight: 1, units: ['a1'] },
      { unitId: 'a', weight: 3 },
    ];
    const said: Split = { verb: 'split', unitId: 'a', keeps: true, history: 'shared', parts, rest: 'a' };
    const { faults, tree: after } = expand(tree, said);
    expect(faults).toEqual([]);
    expect(after.get('a')?.successions?.[0]?.to).toEqual([
      { unitId: 'n', weight: 1 },
      { unitId: 'a', weight: 3 },
    ]);
  });

  it('dissolve into another, which gets what is left; its history stays its own', () => {
    const { tree: after, memberMoves } = expand(tree, { verb: 'dissolve', unitId: 'a', to: 'b' });
    expect(after.parentOn('a1', day)).toBe('b');
    expect(memberMoves).toHaveLength(1);
    expect(after.get('a')?.successions?.[0]?.history).toBe('stays');
  });

  it('level, kind, name, code and parent of one unit in one act are one change', () => {
    const { records } = expand(
      tree,
      { verb: 'change-level', unitId: 'a1', level: 'grassroots-committee', kind: 'grassroots-committee' },
      { verb: 'rename', unitId: 'a1', name: ' Mới ', code: 'M' },
      { verb: 'hand-over', unitId: 'a1', parentId: 'b' },
    );
    expect(records).toHaveLength(1);
    expect(records[0]?.record).toMatchObject({ version: 2 });
    expect(records[0]?.record.stretches).toEqual([
      stretch({ to: DAY, code: 'a1', parentId: 'a', level: 'branch' }),
      stretch({
        from: DAY,
        code: 'M',
        name: 'Mới',
        parentId: 'b',
        level: 'grassroots-committee',
        kind: 'grassroots-committee',
      }),
    ]);
  });

  it('a code that an old unit gives up may be the new one’s on the same day', () => {
    expect(codesOf(expand(tree, { ...fuse, to: { ...founded('n'), code: 'A' } }))).toEqual([]);
  });

  it('deduplicate: one record is voided, what lay under it always lay under the other', () => {
    const merged = unit('m', { parentId: 'd', to: '2010-01-01' });
    merged.successions = [{ from: '2010-01-01', history: 'moves', to: [{ unitId: 'a', weight: 1 }] }];
    const { faults, tree: after } = expand(treeOf(district, a, b, ...branches, merged), {
      verb: 'deduplicate',
      unitId: 'a',
      of: 'b',
    });
    expect(faults).toEqual([]);
    expect(after.get('a')).toMatchObject({ voided: true, stretches: [], duplicateOf: 'b' });
    expect(after.parentOn('a1', dayOf('2005-01-01'))).toBe('b');
    expect(after.get('m')?.successions?.[0]?.to).toEqual([{ unitId: 'b', weight: 1 }]);
  });

  it('a unit handed over, and what was above it handed under it: no step goes round', () => {
    const chain = treeOf(unit('p', {}), unit('q', { parentId: 'p' }), unit('r', { parentId: 'q' }));
    const { faults, tree: after } = expand(
      chain,
      { verb: 'hand-over', unitId: 'p', parentId: 'r' },
      { verb: 'hand-over', unitId: 'q', parentId: 'root' },
    );
    expect(faults).toEqual([]);
    expect(after.path('p', day)).toEqual(['p', 'r', 'q', 'root']);
  });

  it('units that are to come under it in a later year go along', () => {
    const later = unit('x', { parentId: 'b', to: '2027-01-01' }, { from: '2027-01-01', parentId: 'a' });
    const { faults, tree: after } = expand(treeOf(district, a, b, later), { verb: 'merge', unitId: 'a', into: 'b' });
    expect(faults).toEqual([]);
    expect(after.get('x')?.stretches).toEqual([stretch({ code: 'x', parentId: 'b' })]);
  });
});

describe('what is refused, and why', () => {
  const part = { unitId: 'n', founded: founded('n', 'd') };
  const split: Split = { verb: 'split', unitId: 'a', keeps: false, history: 'stays', parts: [part] };
  const merge: ActVerb = { verb: 'merge', unitId: 'a', into: 'b' };
  const closed = treeOf(district, a, unit('b', { parentId: 'd', to: '2020-01-01' }));
  const again = unit('a', { parentId: 'd', to: '2030-01-01' }, { from: '2035-01-01', parentId: 'd' });
  const moved = unit('a', { to: DAY, parentId: 'd' }, { from: DAY, parentId: 'd', name: 'Khác' });
  const cases: [string, string, ActVerb[], ReturnType<typeof treeOf>?][] = [
    ['no-such-unit', 'a unit that nobody knows', [{ ...merge, unitId: 'x' }]],
    [
      'no-such-unit',
      'a successor that nobody knows',
      [{ verb: 'dissolve', unitId: 'b', to: 'x' }, merge].slice(0, 1) as ActVerb[],
    ],
    ['unit-voided', 'a voided unit', [merge], treeOf(district, unit('a'), b)],
    ['unit-not-alive', 'a unit that ended before', [{ verb: 'rename', unitId: 'b', name: 'X' }], closed],
    ['unit-exists', 'founding what exists', [{ verb: 'found', ...founded('b') }]],
    ['unit-twice', 'ended and renamed', [merge, { verb: 'rename', unitId: 'a', name: 'X' }]],
    ['unit-twice', 'renamed twice', ['X', 'Y'].map((name) => ({ verb: 'rename' as const, unitId: 'a', name }))],
    ['two-acts-one-day', 'changed on that day already', [merge], treeOf(district, moved, b)],
    ['gap-or-overlap', 'a successor that does not live', [merge], closed],
    ['gap-or-overlap', 'ends and lives again later', [merge], treeOf(district, again, b)],
    [
      'gap-or-overlap',
      'a unit to two parts',
      [
        {
          ...split,
          parts: [
            { ...part, units: ['a1'] },
            { unitId: 'b', units: ['a1', 'a2'] },
          ],
        },
      ],
    ],
    [
      'gap-or-overlap',
      'a member to two parts',
      [
        {
          ...split,
          rest: 'b',
          parts: [
            { ...part, members: ['m'] },
            { unitId: 'b', members: ['m'] },
          ],
        },
      ],
    ],
    ['gap-or-overlap', 'a part named twice', [{ ...split, rest: 'b', parts: [{ unitId: 'b' }, { unitId: 'b' }] }]],
    ['units-without-place', 'dissolved with units under it', [{ verb: 'dissolve', unitId: 'a' }]],
    ['units-without-place', 'split, a unit forgotten', [{ ...split, parts: [{ ...part, units: ['a1'] }] }]],
    ['not-under-it', 'split, with a unit of another', [{ ...split, rest: 'n', parts: [{ ...part, units: ['b1'] }] }]],
    ['cycle', 'under what lies under it', [{ verb: 'hand-over', unitId: 'a', parentId: 'a1' }]],
    ['cycle', 'into itself', [{ ...merge, into: 'a' }]],
    [
      'cycle',
      'a history that comes back to itself',
      [merge],
      treeOf(district, a, {
        ...b,
        successions: [{ from: '2010-01-01', history: 'moves', to: [{ unitId: 'a', weight: 1 }] }],
      }),
    ],
    ['no-change', 'renamed to its name', [{ verb: 'rename', unitId: 'a', name: 'Phường' }]],
    ['no-change', 'renamed to nothing', [{ verb: 'rename', unitId: 'a' }]],
    ['code-taken', 'the code of another', [{ verb: 'found', ...founded('n'), code: 'B' }]],
    ['orphan', 'under what nobody knows', [{ verb: 'hand-over', unitId: 'a', parentId: 'x' }]],
    [
      'children-outside-life',
      'put under what ends',
      [
        { verb: 'dissolve', unitId: 'a1' },
        { verb: 'hand-over', unitId: 'a2', parentId: 'a1' },
      ],
    ],
    [
      'history-of-living-unit',
      'goes on, and its history is shared',
      [{ ...split, keeps: true, history: 'shared', rest: 'a' }],
    ],
    ['split-into-nothing', 'split into itself alone', [{ ...split, keeps: true, parts: [{ unitId: 'a' }] }]],
    ['rest-is-no-part', 'the rest to a stranger', [{ ...split, rest: 'b' }]],
    ['weight-needed', 'shared without weights', [{ ...split, history: 'shared', rest: 'n' }]],
  ];

  it.each(cases)('%s: %s', (code, _what, steps, over = tree) => {
    const expansion = expand(over, ...steps);
    expect(codesOf(expansion)).toContain(code);
    expect(expansion.records).toEqual([]);
    expect(expansion.tree).toBe(over);
  });
});
