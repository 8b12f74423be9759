import { eventually } from '#testing';
import { Gathered } from './gathered.js';

/** Pieces of work that are answered when the test says so. */
function pieces(limits?: { most?: number; patienceMs?: number }) {
  const begun: { items: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const gathered = new Gathered<number, string>(
    (items) =>
      new Promise((resolve, reject) =>
        begun.push({ items, answer: () => resolve(items.map((item) => `answer ${item}`)), fail: reject }),
      ),
    limits,
  );
  return { begun, ask: (item: number) => gathered.ask(item) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('work on what is gathered', () => {
  it('begins at once, and does together what is asked for meanwhile, afterwards', async () => {
    const { begun, ask } = pieces();
    const first = ask(1);
    const others = [ask(2), ask(3)];
    expect(begun.map(({ items }) => items)).toEqual([[1]]);
    begun[0]!.answer();
    expect(await first).toBe('answer 1');
    await settled();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    begun[1]!.answer();
    expect(await Promise.all(others)).toEqual(['answer 2', 'answer 3']);
  });

  it('tells an error to those of its piece, and goes on', async () => {
    const { begun, ask } = pieces();
    const failing = ask(1);
    const next = ask(2);
    begun[0]!.fail(new Error('away'));
    await expect(failing).rejects.toThrow('away');
    await settled();
    begun[1]!.answer();
    expect(await next).toBe('answer 2');
  });

  it('goes on after work that fails before it promises anything', async () => {
    let away = true;
    const gathered = new Gathered<number, number>((items) => {
      if (away) throw new Error('away');
      return Promise.resolve(items);
    });
    await expect(gathered.ask(1)).rejects.toThrow('away');
    away = false;
    expect(await gathered.ask(2)).toBe(2);
  });

  it('takes no more into a piece than it may', async () => {
    const { begun, ask } = pieces({ most: 2 });
    const all = [1, 2, 3, 4].map(ask);
    for (const piece of [0, 1, 2]) {
      begun[piece]!.answer();
      await settled();
    }
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3], [4]]);
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4].map((item) => `answer ${item}`));
  });

  it('does not wait for a piece that hangs', async () => {
    const { begun, ask } = pieces({ patienceMs: 5 });
    const hanging = ask(1);
    const next = ask(2);
    await eventually(() => begun.length === 2);
    begun[1]!.answer();
    expect(await next).toBe('answer 2');
    begun[0]!.answer();
    expect(await hanging).toBe('answer 1');
    const last = ask(3);
    const after = ask(4);
    expect(begun.map(({ items }) => items)).toEqual([[1], [2], [3]]);
    begun[2]!.answer();
    await last;
    await settled();
    begun[3]!.answer();
    expect(await after).toBe('answer 4');
  });
});
