import type { Level } from '#contracts';
import { foldActs, type World } from './lifecycle.rules.js';
import type { Folded, MemberAct } from './member.js';

const LEVELS: Record<string, Level | 'closed'> = { a: 'closed', b: 'closed', n: 'branch', x: 'branch' };
const WORLD: World = { birthDate: '1990-05-19', today: '2026-11-24', levelOn: (unitId) => LEVELS[unitId] };
const DAY = '2025-07-01';

const act = (content: object): MemberAct =>
  ({
    decisionNumber: null,
    reason: null,
    id: 'a',
    voided: false,
    by: 'clerk',
    at: new Date(0),
    ...content,
  }) as MemberAct;
const registered = (unitId = 'a', on = '2020-01-01') =>
  act({
    kind: 'registered',
    on,
    unitId,
    standing: 'official',
    decisionDate: null,
    ceremonyDate: null,
    officialDate: null,
  });
const went = (fromUnitId: string, toUnitId = 'n', on = DAY) =>
  act({ kind: 'moved-with-unit', on, fromUnitId, toUnitId, byAct: 'act' });
const on = (kind: string, date: string, more: object = {}) => act({ kind, on: date, ...more });
const fold = (...acts: MemberAct[]): Folded => foldActs(acts, WORLD);
const rolls = ({ record }: Folded) => record.stretches.map(({ unitId, from, to }) => [unitId, from, to]);
const movements = ({ record }: Folded) => record.movements.map(({ kind, unitId }) => `${kind} ${unitId}`);

describe('a member whose unit goes to another one', () => {
  it('goes along from that day, without a movement', () => {
    const folded = fold(registered(), went('a'));
    expect(rolls(folded)).toEqual([
      ['a', '2020-01-01', DAY],
      ['n', DAY, null],
    ]);
    expect(movements(folded)).toEqual(['registered a']);
    expect(folded.record.withUnits).toEqual([{ fromUnitId: 'a', toUnitId: 'n', date: DAY, actId: 'act' }]);
  });

  it('is where he was when that is undone', () => {
    const [home, transfer] = [registered(), on('transfer-introduced', '2026-01-01', { toUnitId: 'x' })];
    expect(fold(home, transfer, { ...went('a'), voided: true })).toEqual(fold(home, transfer));
  });

  it('was there already when he came to the old unit after that day, as was found later', () => {
    const folded = fold(registered('a', '2025-09-01'), went('a'));
    expect(rolls(folded)).toEqual([['n', '2025-09-01', null]]);
    expect(movements(folded)).toEqual(['registered n']);
    expect(folded.record.withUnits).toBeUndefined();
  });

  it('goes on twice, and back to a unit that lives again', () => {
    expect(
      rolls(fold(registered(), went('a', 'n'), went('n', 'x', '2026-01-01'), went('x', 'a', '2026-05-01'))),
    ).toEqual([
      ['a', '2020-01-01', DAY],
      ['n', DAY, '2026-01-01'],
      ['x', '2026-01-01', '2026-05-01'],
      ['a', '2026-05-01', null],
    ]);
  });

  it('leaves the new unit by what he does later', () => {
    const transfer = [
      on('transfer-introduced', '2026-01-01', { toUnitId: 'x' }),
      on('transfer-accepted', '2026-01-10'),
    ];
    expect(movements(fold(registered(), ...transfer, went('a')))).toEqual([
      'registered a',
      'transferred-out n',
      'transferred-in x',
    ]);
  });

  it('who is introduced to it arrives at the new one; days past the term are of the roll he was on', () => {
    const introduced = on('transfer-introduced', '2025-01-02', { toUnitId: 'a' });
    expect(fold(registered('x'), introduced, went('a')).transit?.toUnitId).toBe('n');
    const late = fold(registered(), on('transfer-introduced', '2025-01-02', { toUnitId: 'x' }), went('a'));
    expect(late.record.transferOverdue.map(({ unitId, to }) => [unitId, to])).toEqual([
      ['a', DAY],
      ['n', null],
    ]);
    expect(late.record.transferOverdue[1]?.from).toBe(DAY);
  });

  it('whose transfer was between two units that became one has arrived, and accepting it later does nothing', () => {
    const introduced = on('transfer-introduced', '2025-06-01', { toUnitId: 'b' });
    const folded = fold(registered(), introduced, went('a'), went('b'), on('transfer-accepted', '2025-08-01'));
    expect(folded.transit).toBeNull();
    expect(movements(folded)).toEqual(['registered a']);
    expect(rolls(folded).at(-1)).toEqual(['n', DAY, null]);
  });

  it('whose stay was with a unit that became his own is a guest no more', () => {
    const stay = on('temporary-started', '2025-06-01', { unitId: 'b' });
    const folded = fold(registered(), stay, went('a'), went('b'), on('temporary-ended', '2025-08-01'));
    expect(folded.record.temporary).toEqual([{ unitId: 'b', from: '2025-06-01', to: DAY }]);
    const elsewhere = fold(registered('x'), on('temporary-started', '2025-06-01', { unitId: 'b' }), went('b'));
    expect(elsewhere.record.temporary.map(({ unitId, from }) => [unitId, from])).toEqual([
      ['b', '2025-06-01'],
      ['n', DAY],
    ]);
  });
});
