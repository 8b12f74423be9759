import { dayOf } from '#calendar';
import type { Refusal } from '#contracts';
import { giveAward, voidAward, type Award } from './awards.rules.js';

const TODAY = dayOf('2026-07-01');
const award = (changes: Partial<Award> = {}): Award => ({
  id: 'a',
  version: 1,
  memberId: 'member',
  step: 30,
  awardedOn: '2026-05-19',
  reason: 'due',
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

describe('handing over a medal', () => {
  it('is one award of a step', () => {
    expect(giveAward(award(), [award({ id: 'b', voided: true }), award({ id: 'c', step: 40 })], TODAY)).toEqual(
      award(),
    );
    expect(codeOf(() => giveAward(award(), [award({ id: 'b' })], TODAY))).toBe('already-awarded');
  });
  it('is of a step that exists, in the past', () => {
    expect(codeOf(() => giveAward(award({ step: 35 }), [], TODAY))).toBe('no-such-step');
    expect(codeOf(() => giveAward(award({ awardedOn: '2026-07-02' }), [], TODAY))).toBe('date-out-of-range');
  });
  it('is voided once', () => {
    const voided = voidAward(award());
    expect(voided).toMatchObject({ version: 2, voided: true });
    expect(codeOf(() => voidAward(voided))).toBe('award-voided');
  });
});
