import { dateOf, GREGORIAN, parsePeriod } from '#calendar';
import type { Measure } from '../catalogue/measures.rules.js';
import { catalogueOf, member, memberId, move, questions } from './people-facts.harness.js';
import { demoFigures, FIRST_BRANCH, FIRST_WARD, idOf } from './stored-figures.harness.js';

const [WARD, BRANCH] = [FIRST_WARD, FIRST_BRANCH];
/** Its ward leaves province 2 for province 3 on 16 August 2026. */
const OF_THE_WARD_THAT_MOVES = BRANCH + 3;

jest.setTimeout(120_000);

const figures = demoFigures('levels');
const { ask, values, total, lineage } = questions(figures);

const BOOK = [
  'members.total',
  'members.opening',
  'members.registered',
  'members.admitted',
  'members.restored',
  'members.transferred-in',
  'members.transferred-out',
  'members.left',
  'members.died',
  'members.moved-with-units',
];
async function expectBooksToBalance(): Promise<void> {
  for (const unit of [1, 2, 3, WARD, WARD + 1, BRANCH, OF_THE_WARD_THAT_MOVES])
    for (const period of ['2026-08-16', '2026-W33', '2026-07', '2026-08', '2026-Q3', '2026', '2025-06-30/2026-08-15'])
      for (const by of ['child', 'day', 'month'] as const) {
        const { rollup } = await ask(unit, period, catalogueOf(...BOOK), { by });
        for (const { figures: each } of [{ figures: rollup.figures }, ...(rollup.rows ?? [])]) {
          const of = (code: string): number => each.find(({ measure }) => measure === code)?.value ?? NaN;
          const came = BOOK.slice(2, 6).reduce((sum, code) => sum + of(code), 0);
          const went = BOOK.slice(6, 9).reduce((sum, code) => sum + of(code), 0);
          expect(of('members.total')).toBe(of('members.opening') + came - went + of('members.moved-with-units'));
        }
      }
}

describe('levels of the roll', () => {
  it('count a member at branch, ward, province and centre from the day of admission on, not the day before', async () => {
    const units = [OF_THE_WARD_THAT_MOVES, WARD, 2, 1];
    await figures().derive([
      member(
        1,
        1,
        [[OF_THE_WARD_THAT_MOVES, '2026-03-26', null]],
        [move('admitted', OF_THE_WARD_THAT_MOVES, '2026-03-26')],
      ),
    ]);
    for (const unit of units) {
      expect([await total(unit, '2026-03-25'), await total(unit, '2026-03-26')]).toEqual([0, 1]);
      expect(await values(unit, '2026-03', 'members.opening', 'members.total', 'members.admitted')).toEqual([0, 1, 1]);
      // A day of the future is read as far as it is known: the ward will have gone to province 3.
      expect(await total(unit, '2031')).toBe(unit === 2 ? 0 : 1);
    }
    expect([await total(3, '2026-03-26'), await total(3, '2031')]).toEqual([0, 1]);
  });

  it('restate the past when an act is corrected or the member was entered by mistake', async () => {
    const put = (version: number, from: string | null) =>
      figures().derive([
        from === null
          ? member(2, version, [], [], { voided: true })
          : member(2, version, [[BRANCH + 12, from, null]], [move('registered', BRANCH + 12, from)]),
      ]);
    await put(1, '2026-05-01');
    const before = await total(1, '2026-04-20');
    await put(2, '2026-04-15');
    expect([await total(1, '2026-04-20'), await total(BRANCH + 12, '2026-04-20')]).toEqual([(before ?? 0) + 1, 1]);
    expect(await values(BRANCH + 12, '2026-05', 'members.opening', 'members.registered')).toEqual([1, 0]);
    await put(3, null);
    expect([await total(1, '2026-05-20'), await total(BRANCH + 12, '2026-05-20')]).toEqual([before, 0]);
  });

  it('tell standings and stays, and each at its place', async () => {
    const [home, host] = [BRANCH + 22, BRANCH + 31];
    await figures().derive([
      member(
        3,
        1,
        [
          [home, '2025-01-01', '2026-02-01', { standing: 'probationary' }],
          [home, '2026-02-01', null, { exempt: true }],
        ],
        [move('admitted', home, '2025-01-01'), move('recognised', home, '2026-02-01')],
        { temporary: [{ unitId: idOf(host), from: '2026-01-20', to: '2026-02-10' }] },
      ),
    ]);
    const codes = [
      'members.total',
      'members.probationary',
      'members.official',
      'members.exempt',
      'members.temporary-out',
      'members.temporary-in',
    ];
    expect(await values(home, '2026-01-31', ...codes)).toEqual([1, 1, 0, 0, 1, 0]);
    expect(await values(home, '2026-02-01', ...codes)).toEqual([1, 0, 1, 1, 1, 0]);
    expect(await values(home, '2026-02-10', ...codes)).toEqual([1, 0, 1, 1, 0, 0]);
    expect(await values(host, '2026-02-09', ...codes)).toEqual([0, 0, 0, 0, 0, 1]);
    expect(await values(home, '2026-02', 'members.recognised')).toEqual([1]);
  });

  it('go with a ward that changes its province, and balance everywhere, by child and by step', async () => {
    const [branch, other] = [OF_THE_WARD_THAT_MOVES, BRANCH + 40];
    await figures().derive([
      member(
        4,
        1,
        [[branch, '2020-02-01', '2026-08-16']],
        [move('registered', branch, '2020-02-01'), move('left', branch, '2026-08-16')],
      ),
      member(5, 1, [[branch, '2026-08-16', null]], [move('admitted', branch, '2026-08-16')]),
      member(
        6,
        1,
        [
          [branch, '2024-01-01', '2026-07-10'],
          [other, '2026-07-10', null],
        ],
        [
          move('registered', branch, '2024-01-01'),
          move('transferred-out', branch, '2026-07-10'),
          move('transferred-in', other, '2026-07-10'),
        ],
      ),
      member(7, 1, [[BRANCH, '2024-01-01', null]], [move('registered', BRANCH, '2024-01-01')]),
    ]);
    // 1 and 4 were there the day before; 4 left on the day itself, 5 came on it.
    expect(await values(3, '2026-08-16', 'members.moved-with-units', 'members.left', 'members.admitted')).toEqual([
      2, 1, 1,
    ]);
    expect(await values(2, '2026-08-16', 'members.moved-with-units', 'members.left', 'members.admitted')).toEqual([
      -2, 0, 0,
    ]);
    expect(await values(1, '2026-Q3', 'members.moved-with-units')).toEqual([0]);
    await expectBooksToBalance();
  });

  it('of a later day are known as far as they are, and before the Party there were none', async () => {
    expect(await total(BRANCH, '2026-07-19')).toBe(1);
    const { rollup } = await ask(WARD, '2026-07', catalogueOf('members.total'), { by: 'day', limit: 10 });
    expect(rollup.rows?.map(({ figures: [figure] }) => figure?.value)).toHaveLength(10);
    expect(await total(1, '1929-12-31')).toBe(0);
  });
});

describe('what is behind a level', () => {
  it('is every fact that counts on its day, once a unit, over any pages', async () => {
    for (const limit of [1, 2, 500])
      for (const [unit, period] of [
        [1, '2026-Q3'],
        [2, '2026-08-15'],
        [WARD, '2026-07'],
        [OF_THE_WARD_THAT_MOVES, '2026-08'],
      ] as const) {
        for (const code of [
          'members.total',
          'members.opening',
          'members.exempt',
          'members.moved-with-units',
          'members.left',
        ]) {
          const { value, sum, items } = await lineage(unit, period, code, limit);
          expect([code, sum]).toEqual([code, value]);
          expect(new Set(items.map(({ _id, p, at }) => `${_id} ${p.u} ${p.d} ${at}`)).size).toBe(items.length);
        }
      }
    const { items } = await lineage(3, '2026-08-16', 'members.moved-with-units');
    expect(items.map(({ _id, p }) => [_id, dateOf(p.d)])).toEqual([
      [`member/${memberId(1)}`, '2026-08-16'],
      [`member/${memberId(4)}`, '2026-08-16'],
    ]);
  });

  it('is refused by kind of meeting, which no level has', async () => {
    const [measure] = catalogueOf('members.total') as [Measure];
    const query = { unitId: idOf(1), period: parsePeriod('2026'), calendar: GREGORIAN, measure, limit: 1, viewer: [] };
    await expect(figures().lineage.read({ ...query, kind: 'regular', after: null })).rejects.toMatchObject({
      code: 'kind-without-meetings',
    });
  });
});
