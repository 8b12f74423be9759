import { Gathered } from './gathered.js';

/** Pieces of work that are answered when the test says so. */
function pieces(most?: { atOnce?: number; together?: number }) {
  const begun: { items: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const gathered = new Gathered<number, string>(
    (items) =>
      new Promise((resolve, reject) =>
        begun.push({ items, answer: () => resolve(items.map((item) => `answer ${item}`)), fail: reject }),
      ),
    most,
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

  it('does so many pieces at once, of so many things, as it is told', async () => {
    const { begun, ask } = pieces({ atOnce: 2, together: 2 });
    const all = [1, 2, 3, 4, 5].map(ask);
    expect(begun.map(({ items }) => items)).toEqual([[1], [2]]);
    begun[1]!.answer();
    await settled();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2], [3, 4]]);
    begun[0]!.answer();
    await settled();
    for (const { answer } of begun.slice(2)) answer();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5].map((item) => `answer ${item}`));
  });
});
