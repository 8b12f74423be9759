import { stampAfter } from './stamps.rules.js';

describe('the time of a request', () => {
  it('is that of the clock', () => {
    expect(stampAfter(0, 1_800_000_000_000.7)).toBe(1_800_000_000_000);
  });
  it('is later than the one before, also when the clock stands or was set back a little', () => {
    expect(stampAfter(5_000, 5_000.9)).toBe(5_001);
    expect(stampAfter(605_000 - 1, 5_000)).toBe(605_000);
  });
  it('is that of the clock again when that was set back by more than a broker would take', () => {
    expect(stampAfter(605_000, 5_000)).toBe(5_000);
  });
});
