import { measuresOf } from '../rollups/query.rules.js';
import { MEASURES } from '../catalogue/measures.js';
import { settledThrough } from '../known/settled.rules.js';
import { Budget } from './limits.js';
import { requireAdding, windowOf } from './window.rules.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 6, 1, 10, 0, seconds));
const refusal = (code: string, more: object = {}) => expect.objectContaining({ code, ...more }) as Error;

describe('the window', () => {
  it('is settled as far as the slowest shard is', () => {
    expect(settledThrough([{ time: at(7) }, { time: at(5) }, { time: at(9) }])).toEqual(at(5));
  });

  it.each([
    ['ends where it is asked to', at(3), at(3)],
    ['ends at the newest settled instant when nobody says', undefined, at(5)],
  ])('%s', (_how, to, end) => expect(windowOf(at(1), to, at(5))).toEqual({ from: at(1).getTime(), to: end.getTime() }));

  it('may be empty, and neither reversed nor later than what is settled', () => {
    expect(windowOf(at(5), at(5), at(5))).toEqual({ from: at(5).getTime(), to: at(5).getTime() });
    expect(() => windowOf(at(4), at(3), at(5))).toThrow(refusal('instants-reversed', { kind: 'unprocessable' }));
    const unsettled = (path: string) => ({
      kind: 'conflict',
      params: { settled: at(5).toISOString() },
      fields: [{ path, code: 'instant-not-settled' }],
      retryAfter: 5,
    });
    expect(() => windowOf(at(1), at(6), at(5))).toThrow(refusal('instant-not-settled', unsettled('to')));
    expect(() => windowOf(at(6), undefined, at(5))).toThrow(refusal('instant-not-settled', unsettled('from')));
  });
});

it('people counted once are not followed', () => {
  const measures = (list: string) => measuresOf(list, MEASURES);
  expect(requireAdding(measures('meetings.held,members.total'))).toHaveLength(2);
  expect(() => requireAdding(measures('meetings.held,attendance.distinct-members'))).toThrow(
    refusal('changes-of-distinct', { fields: [{ path: 'measures', code: 'changes-of-distinct' }] }),
  );
});

it('no question costs more than its limit', () => {
  const budget = new Budget(100_000);
  budget.spend(99_999);
  budget.spend(1);
  expect(() => budget.spend(1)).toThrow(refusal('changes-too-many', { params: { most: 100_000 } }));
});
