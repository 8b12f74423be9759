import { crashPointsOf, type CrashPoint } from './crash-point.js';

describe('a crash point', () => {
  const passing = (env: NodeJS.ProcessEnv, points: readonly CrashPoint[]): number => {
    let died = 0;
    const pass = crashPointsOf(env, () => (died += 1));
    for (const point of points) pass(point);
    return died;
  };

  it('is nothing unless it is asked for', () => {
    expect(passing({}, ['before-send', 'before-commit'])).toBe(0);
  });

  it('ends the process the n-th time, at that point only', () => {
    const env = { CRASH_AT: 'before-send:2' };
    expect(passing(env, ['before-send', 'before-commit', 'after-mark'])).toBe(0);
    expect(passing(env, ['before-send', 'before-commit', 'before-send', 'before-send'])).toBe(1);
  });

  it.each([
    [{ CRASH_AT: 'before-send:1', NODE_ENV: 'production' }, 'is for tests'],
    [{ CRASH_AT: 'nowhere:1' }, 'no crash point'],
    [{ CRASH_AT: 'before-send' }, 'no crash point'],
  ])('is refused: %j', (env, why) => {
    expect(() => crashPointsOf(env)).toThrow(why);
  });
});
