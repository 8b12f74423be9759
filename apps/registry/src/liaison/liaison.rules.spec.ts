import { dayOf } from '#calendar';
import type { Refusal } from '#contracts';
import { beginLiaison, commentOn, endLiaison, voidLiaison, type Liaison } from './liaison.rules.js';

const TODAY = dayOf('2026-07-01');
const liaison = (changes: Partial<Liaison> = {}): Liaison => ({
  id: 'a',
  version: 1,
  memberId: 'member',
  unitId: 'unit',
  kind: 'full',
  from: '2023-05-01',
  to: null,
  comments: [],
  voided: false,
  ...changes,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'none';
};

describe('a residence liaison', () => {
  it('begins and ends', () => {
    expect(beginLiaison(liaison(), [], TODAY)).toEqual(liaison());
    expect(endLiaison(liaison(), '2026-01-01', [], TODAY)).toMatchObject({ version: 2, to: '2026-01-01' });
    expect(codeOf(() => endLiaison(liaison({ to: '2026-01-01' }), '2026-01-01', [], TODAY))).toBe('no-change');
    expect(codeOf(() => endLiaison(liaison(), '2023-05-01', [], TODAY))).toBe('empty-period');
    expect(codeOf(() => beginLiaison(liaison({ from: '1999-01-01' }), [], TODAY))).toBe('date-out-of-range');
  });

  it('is one on a day', () => {
    const before = liaison({ id: 'b', from: '2020-01-01', to: '2023-05-01' });
    expect(codeOf(() => beginLiaison(liaison(), [before], TODAY))).toBe('none');
    expect(codeOf(() => beginLiaison(liaison({ from: '2023-04-30' }), [before], TODAY))).toBe('liaison-overlaps');
    expect(codeOf(() => beginLiaison(liaison(), [liaison({ id: 'b', voided: true })], TODAY))).toBe('none');
  });

  it('is commented on once a year while it lasts', () => {
    const commented = commentOn(
      commentOn(liaison(), { year: 2025, text: 'a' }, TODAY),
      { year: 2024, text: 'b' },
      TODAY,
    );
    expect(commented.comments).toEqual([
      { year: 2024, text: 'b' },
      { year: 2025, text: 'a' },
    ]);
    expect(commentOn(commented, { year: 2025, text: 'c' }, TODAY)).toMatchObject({
      version: 4,
      comments: [{ year: 2024 }, { year: 2025, text: 'c' }],
    });
    const comment = (year: number, changes: Partial<Liaison> = {}) =>
      codeOf(() => commentOn(liaison(changes), { year, text: 'a' }, TODAY));
    expect(comment(2022)).toBe('outside-liaison');
    expect(comment(2027)).toBe('outside-liaison');
    expect(comment(2025, { to: '2025-01-01' })).toBe('outside-liaison');
    expect(comment(2024, { to: '2025-01-01' })).toBe('none');
    expect(comment(2025, { kind: 'excused' })).toBe('none');
    expect(comment(2025, { kind: 'not-introduced' })).toBe('no-comment-due');
  });

  it('that was voided is not changed', () => {
    const voided = voidLiaison(liaison());
    expect(voided).toMatchObject({ version: 2, voided: true });
    expect(codeOf(() => voidLiaison(voided))).toBe('liaison-voided');
    expect(codeOf(() => endLiaison(voided, '2026-01-01', [], TODAY))).toBe('liaison-voided');
  });
});
