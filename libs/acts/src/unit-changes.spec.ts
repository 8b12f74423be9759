import { dayOf } from '#calendar';
import { Refusal, type UnitRecord, type UnitStretch } from '#contracts';
import { root, stretch, treeOf, unit } from './expand-act.harness.js';
import {
  closeUnit,
  correctUnit,
  createUnit,
  moveUnit,
  newlyUnder,
  renameUnit,
  reopenUnit,
  voidUnit,
} from './unit-changes.rules.js';
import { judge } from './unit-surroundings.rules.js';

const TODAY = dayOf('2026-11-22');

/** given the other units, when the record changes so, then this code, or null when it is accepted. */
const then = (given: UnitRecord[], before: UnitRecord | undefined, when: () => UnitRecord): string | null => {
  try {
    judge(before, when(), { tree: treeOf(...given), today: TODAY, others: [root, ...given] });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const codeOf = (when: () => unknown): string | null => {
  try {
    when();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const shape = ({ stretches }: UnitRecord, key: 'name' | 'parentId') => stretches.map((s) => [s.from, s.to, s[key]]);

describe('a change holds until the next recorded change of the same thing', () => {
  const a = unit('a', { to: '2010-01-01', parentId: 'p' }, { from: '2010-01-01', to: '2020-01-01', parentId: 'q' });

  it('moved before the next move', () => {
    expect(shape(moveUnit(a, 'r', '2005-01-01'), 'parentId')).toEqual([
      ['2000-01-01', '2005-01-01', 'p'],
      ['2005-01-01', '2010-01-01', 'r'],
      ['2010-01-01', '2020-01-01', 'q'],
    ]);
  });

  it('moved to where it goes anyway, the two become one', () => {
    expect(shape(moveUnit(a, 'q', '2005-01-01'), 'parentId')).toEqual([
      ['2000-01-01', '2005-01-01', 'p'],
      ['2005-01-01', '2020-01-01', 'q'],
    ]);
  });

  it('renamed over a move, until the end of that life and not into the next', () => {
    const again = unit('a', ...a.stretches, { from: '2022-01-01' });
    expect(shape(renameUnit(again, 'Mới', '2005-01-01'), 'name')).toEqual([
      ['2000-01-01', '2005-01-01', 'Phường'],
      ['2005-01-01', '2010-01-01', 'Mới'],
      ['2010-01-01', '2020-01-01', 'Mới'],
      ['2022-01-01', null, 'Phường'],
    ]);
  });

  it('from the first day, it replaces', () => {
    expect(shape(moveUnit(unit('a', {}), 'r', '2000-01-01'), 'parentId')).toEqual([['2000-01-01', null, 'r']]);
  });

  it.each(['1999-12-31', '2020-01-01'])('not on %s, when it does not live', (from) => {
    expect(codeOf(() => renameUnit(a, 'Mới', from))).toBe('unit-not-alive');
  });
});

describe('who gets a unit by a change, and must agree', () => {
  const a = unit('a', { to: '2020-01-01', parentId: 'p' }, { from: '2020-01-01', to: '2025-01-01', parentId: 'q' });

  it('is each unit above on days on which it lay elsewhere, also one it lay under before', () => {
    expect(newlyUnder(a, moveUnit(a, 'r', '2021-01-01'))).toEqual(['r']);
    expect(newlyUnder(a, moveUnit(a, 'p', '2021-01-01'))).toEqual(['p']);
    expect(newlyUnder(a, reopenUnit(a, '2025-06-01', 'p'))).toEqual(['p']);
    expect(newlyUnder(a, correctUnit(a, [stretch({ parentId: null })]))).toEqual([null]);
  });

  it('is nobody when it stays where the figures have it', () => {
    expect(newlyUnder(a, renameUnit(a, 'Mới', '2021-01-01'))).toEqual([]);
    expect(newlyUnder(a, closeUnit(a, '2024-01-01'))).toEqual([]);
    expect(newlyUnder(a, reopenUnit(a, '2025-06-01'))).toEqual([]);
    expect(newlyUnder(a, voidUnit(a))).toEqual([]);
  });
});

describe('closing and reopening', () => {
  const a = unit('a', { to: '2010-01-01' }, { from: '2010-01-01', name: 'Mới' });

  it('closes from the first day on which it no longer lives', () => {
    expect(shape(closeUnit(a, '2015-01-01'), 'name')).toEqual([
      ['2000-01-01', '2010-01-01', 'Phường'],
      ['2010-01-01', '2015-01-01', 'Mới'],
    ]);
    expect(shape(closeUnit(a, '2010-01-01'), 'name')).toEqual([['2000-01-01', '2010-01-01', 'Phường']]);
  });

  it('keeps a later life', () => {
    const twice = unit('a', { to: '2010-01-01' }, { from: '2020-01-01' });
    expect(closeUnit(twice, '2005-01-01').stretches.map(({ from, to }) => [from, to])).toEqual([
      ['2000-01-01', '2005-01-01'],
      ['2020-01-01', null],
    ]);
  });

  it('does not close on the first day, nor what is closed', () => {
    expect(codeOf(() => closeUnit(a, '2000-01-01'))).toBe('life-would-be-empty');
    expect(codeOf(() => closeUnit(unit('a', { to: '2010-01-01' }), '2010-01-01'))).toBe('unit-not-alive');
  });

  it('reopens as it last was, until a later life, or under another unit', () => {
    const closed = unit('a', { to: '2010-01-01', name: 'Cuối' }, { from: '2020-01-01' });
    expect(shape(reopenUnit(closed, '2015-01-01', 'q'), 'parentId')).toEqual([
      ['2000-01-01', '2010-01-01', 'root'],
      ['2015-01-01', '2020-01-01', 'q'],
      ['2020-01-01', null, 'root'],
    ]);
    expect(reopenUnit(closed, '2015-01-01').stretches[1]).toMatchObject({ name: 'Cuối', parentId: 'root' });
  });

  it('reopens on the very day it closed without a seam', () => {
    expect(shape(reopenUnit(unit('a', { to: '2010-01-01' }), '2010-01-01'), 'name')).toEqual([
      ['2000-01-01', null, 'Phường'],
    ]);
  });

  it('does not reopen what lives or never lived', () => {
    expect(codeOf(() => reopenUnit(a, '2012-01-01'))).toBe('unit-alive');
    expect(codeOf(() => reopenUnit(a, '1999-01-01'))).toBe('never-lived-before');
  });

  it('leaves a voided unit alone', () => {
    const gone = voidUnit(a);
    expect(gone).toMatchObject({ version: 2, voided: true, stretches: [] });
    for (const act of [
      () => voidUnit(gone),
      () => renameUnit(gone, 'x', '2005-01-01'),
      () => closeUnit(gone, '2005-01-01'),
      () => reopenUnit(gone, '2005-01-01'),
      () => correctUnit(gone, [stretch()]),
    ])
      expect(codeOf(act)).toBe('unit-voided');
  });
});

describe('what a record must be in itself', () => {
  const a = unit('a', {});
  const corrected = (...stretches: Partial<UnitStretch>[]) =>
    then([a], a, () =>
      correctUnit(
        a,
        stretches.map((changes) => stretch({ code: 'a', ...changes })),
      ),
    );

  it('no-change', () => expect(corrected({})).toBe('no-change'));
  it('no-stretches', () => expect(corrected()).toBe('no-stretches'));
  it('empty-stretch', () => expect(corrected({ to: '2000-01-01' })).toBe('empty-stretch'));
  it('overlapping-stretches, in whatever order they come', () =>
    expect(corrected({ from: '2010-01-01', name: 'B' }, { to: '2010-01-02' })).toBe('overlapping-stretches'));
  it('overlapping-stretches, an open one before another', () =>
    expect(corrected({}, { from: '2010-01-01', name: 'B' })).toBe('overlapping-stretches'));
  it('too-many-stretches', () =>
    expect(
      corrected(...Array.from({ length: 101 }, (_, at) => ({ from: `${1900 + at}-01-01`, to: `${1900 + at}-02-01` }))),
    ).toBe('too-many-stretches'));
  it.each([
    [{ from: '1929-12-31' }, 'date-out-of-range'],
    [{ from: '2036-11-23' }, 'date-out-of-range'],
    [{ to: '2036-11-23' }, 'date-out-of-range'],
    [{ to: '2036-11-22' }, null],
  ])('%o: %s', (changes, code) => expect(corrected(changes)).toBe(code));
});

describe('what its surroundings allow', () => {
  const p = unit('p', { from: '2000-01-01', to: '2020-01-01' });
  const q = unit('q', {});
  const gone = unit('gone');
  const created = (id: string, changes: Partial<UnitStretch>, ...given: UnitRecord[]) =>
    then([p, q, gone, ...given], undefined, () => ({ ...createUnit({ id, ...stretch({ code: id, ...changes }) }) }));

  it('orphan: the unit above is unknown or voided', () => {
    expect(created('a', { parentId: 'nowhere' })).toBe('orphan');
    expect(created('a', { parentId: 'gone' })).toBe('orphan');
    expect(created('a', { parentId: 'q' })).toBeNull();
  });

  it('outside-parent-life: on any day of the stretch', () => {
    expect(created('a', { parentId: 'p' })).toBe('outside-parent-life');
    expect(created('a', { parentId: 'q', from: '1999-12-31' })).toBe('outside-parent-life');
    const a = unit('a', { parentId: 'q' });
    expect(then([p, q, a], a, () => moveUnit(a, 'p', '2010-01-01'))).toBe('outside-parent-life');
    const ends = unit('a', { parentId: 'q', to: '2020-01-01' });
    expect(then([p, q, ends], ends, () => moveUnit(ends, 'p', '2010-01-01'))).toBeNull();
  });

  it('a parent that closed and reopened does not live in between', () => {
    const gap = unit('gap', { to: '2010-01-01' }, { from: '2011-01-01' });
    expect(created('a', { parentId: 'gap' }, gap)).toBe('outside-parent-life');
    expect(created('a', { parentId: 'gap', from: '2011-01-01' }, gap)).toBeNull();
  });

  it('cycle: itself, below itself, or only on days outside every life', () => {
    const a = unit('a', { parentId: 'q' });
    const b = unit('b', { parentId: 'a' });
    expect(then([q, a], a, () => moveUnit(a, 'a', '2010-01-01'))).toBe('cycle');
    expect(then([q, a, b], a, () => moveUnit(a, 'b', '2010-01-01'))).toBe('cycle');
    const c = unit('c', { parentId: 'q', to: '2010-01-01' });
    const d = unit('d', { parentId: 'q', to: '2002-01-01' }, { from: '2002-01-01', to: '2004-01-01', parentId: 'c' });
    const late = [
      stretch({ code: 'c', parentId: 'q', to: '2003-01-01' }),
      stretch({ code: 'c', parentId: 'd', from: '2003-01-01', to: '2004-01-01' }),
    ];
    // On every recorded day one lies under the other on days of its own; after 2004, both extended, they meet.
    const e = {
      ...d,
      stretches: [
        { ...d.stretches[0]!, to: '2003-06-01' },
        { ...d.stretches[1]!, from: '2003-06-01' },
      ],
    };
    expect(then([q, c, e], c, () => correctUnit(c, late))).toBe('cycle');
  });

  it('children-outside-life, and has-children for voiding', () => {
    const child = unit('child', { parentId: 'q', from: '2005-01-01', to: '2015-01-01' });
    expect(then([q, child], q, () => closeUnit(q, '2014-12-31'))).toBe('children-outside-life');
    expect(then([q, child], q, () => closeUnit(q, '2015-01-01'))).toBeNull();
    expect(then([q, child], q, () => correctUnit(q, [stretch({ code: 'q', from: '2005-01-02' })]))).toBe(
      'children-outside-life',
    );
    expect(then([q, child], q, () => voidUnit(q))).toBe('has-children');
    expect(then([q, child], child, () => voidUnit(child))).toBeNull();
  });

  it('code-taken: only while both live, whatever the case', () => {
    expect(created('a', { code: 'Q', parentId: 'q' })).toBe('code-taken');
    expect(created('a', { code: 'p', parentId: 'q', from: '2019-12-31' })).toBe('code-taken');
    expect(created('a', { code: 'p', parentId: 'q', from: '2020-01-01' })).toBeNull();
  });

  it('second-root: only while both live', () => {
    expect(created('a', { parentId: null })).toBe('second-root');
    const a = unit('a', { parentId: 'q' });
    expect(then([q, a], a, () => moveUnit(a, null, '2010-01-01'))).toBe('second-root');
  });
});
