import type { Refusal } from '#contracts';
import { afterPart, cancelled, finished, isNewPart, MOST_PARTS, MOST_WAITING } from './jobs.rules.js';

const OPEN = { state: 'open', parts: 2, highest: 2, partsDone: 1 } as const;
const PART = { number: 3, sha256: 'a' };
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Refusal).code;
  }
  return 'none';
};

describe('a part', () => {
  it('is new, or the same again', () => {
    expect(isNewPart(OPEN, null, PART)).toBe(true);
    expect(isNewPart(OPEN, { sha256: 'a' }, PART)).toBe(false);
    expect(isNewPart({ ...OPEN, state: 'finished' }, { sha256: 'a' }, PART)).toBe(false);
  });

  it('is refused', () => {
    expect(refusal(() => isNewPart(OPEN, { sha256: 'b' }, PART))).toBe('part-differs');
    for (const state of ['finishing', 'finished', 'cancelled'] as const)
      expect(refusal(() => isNewPart({ ...OPEN, state }, null, PART))).toBe('job-closed');
    for (const number of [0, MOST_PARTS + 1])
      expect(refusal(() => isNewPart(OPEN, null, { ...PART, number }))).toBe('part-out-of-range');
    const busy = { ...OPEN, parts: MOST_WAITING + 1, highest: MOST_WAITING + 1 };
    expect(refusal(() => isNewPart(busy, null, PART))).toBe('parts-waiting');
  });
});

describe('a job', () => {
  it('is finished when its parts have come and are worked', () => {
    expect(finished(OPEN, 2)).toBe('finishing');
    expect(finished({ ...OPEN, partsDone: 2 }, 2)).toBe('finished');
    expect(afterPart({ ...OPEN, state: 'finishing', partsDone: 2 })).toBe('finished');
    expect(afterPart({ ...OPEN, state: 'finishing' })).toBe('finishing');
    expect(afterPart({ ...OPEN, partsDone: 2 })).toBe('open');
  });

  it('lacks a part when a number was left out or fewer came', () => {
    expect(refusal(() => finished(OPEN, 3))).toBe('parts-missing');
    expect(refusal(() => finished({ ...OPEN, highest: 3 }, 2))).toBe('parts-missing');
  });

  it('that is over changes no more', () => {
    expect(cancelled({ ...OPEN, state: 'finishing' })).toBe('cancelled');
    for (const state of ['finished', 'cancelled'] as const) {
      expect(refusal(() => cancelled({ ...OPEN, state }))).toBe('job-closed');
      expect(refusal(() => finished({ ...OPEN, state }, 2))).toBe('job-closed');
    }
  });
});
