import { eventually } from '#testing';
import { LostClaim, WorkLoop } from './work-loop.js';

const LONG = 60_000;

describe('a work loop', () => {
  const loopOver = (
    turns: (boolean | Error)[],
    more: { first: number; most: number } = { first: LONG, most: LONG },
  ) => {
    const failed: unknown[] = [];
    let taken = 0;
    const turn = async (): Promise<boolean> => {
      const next = turns[taken++] ?? false;
      if (next instanceof Error) throw next;
      return next;
    };
    const loop = new WorkLoop({ turn, lookMs: LONG, failed: (error) => failed.push(error), backOffMs: more });
    return { loop, failed, taken: () => taken };
  };

  it('takes turns until nothing waits, and again when it is rung', async () => {
    const { loop, taken } = loopOver([true, true, false]);
    loop.start();
    await eventually(() => taken() === 3);
    loop.ring();
    await eventually(() => taken() === 4);
    await loop.stop();
  });

  it('goes on at once after a lost claim, without a word, and rests after a fault', async () => {
    const { loop, failed, taken } = loopOver([new LostClaim(), new Error('away')]);
    loop.start();
    await eventually(() => failed.length === 1);
    expect(taken()).toBe(2);
    await loop.stop();
    expect(taken()).toBe(2);
  });

  it('tries again by itself after a fault', async () => {
    const { loop, failed, taken } = loopOver([new Error('away'), new Error('away')], { first: 1, most: 2 });
    loop.start();
    await eventually(() => taken() === 3);
    expect(failed).toHaveLength(2);
    await loop.stop();
  });
});
