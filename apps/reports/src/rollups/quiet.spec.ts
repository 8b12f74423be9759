import { setImmediate as nextTurn } from 'node:timers/promises';
import { Quiet } from './quiet.js';

const NEVER = 60_000;

/** A read under way until it is told to end. */
function reading(quiet: Quiet): { end: () => void; ended: Promise<void> } {
  let end = (): void => undefined;
  const work = new Promise<void>((resolve) => (end = resolve));
  return { end, ended: quiet.during(() => work) };
}

describe('quiet', () => {
  it('is there at once while nobody reads', async () => {
    await expect(new Quiet().come(NEVER)).resolves.toBeUndefined();
  });

  it('comes when the last read is over, also one that failed', async () => {
    const quiet = new Quiet();
    const one = reading(quiet);
    const failing = quiet.during(() => Promise.reject(new Error('gone')));
    let came = false;
    const coming = quiet.come(NEVER).then(() => (came = true));
    await expect(failing).rejects.toThrow('gone');
    await nextTurn();
    expect(came).toBe(false);
    one.end();
    await Promise.all([one.ended, coming]);
  });

  it('is not waited for longer than so many milliseconds', async () => {
    const quiet = new Quiet();
    const one = reading(quiet);
    await expect(quiet.come(1)).resolves.toBeUndefined();
    one.end();
    await one.ended;
  });
});
