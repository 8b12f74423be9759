import { setImmediate as nextRound } from 'node:timers/promises';
import { FactTurns } from './fact-turns.js';

describe('turns of facts and of the tree', () => {
  /** A change of the tree, and how to end it. */
  function change(turns: FactTurns) {
    let resolve = (): void => undefined;
    let reject: (reason: Error) => void = () => undefined;
    const promise = new Promise<void>((done, failed) => {
      [resolve, reject] = [done, failed];
    });
    const over = turns.taken(() => promise);
    return { over, resolve, reject };
  }

  it('let no batch begin while a change of the tree is under way', async () => {
    const turns = new FactTurns();
    const tree = change(turns);
    const order: string[] = [];
    const batch = turns.wanted('meetings.events/0').then(() => order.push('batch'));
    await nextRound();
    order.push('tree');
    tree.resolve();
    await batch;
    expect(order).toEqual(['tree', 'batch']);
  });

  it('let a change begin only when the batches that run are committed, or came back to wait', async () => {
    const turns = new FactTurns();
    await Promise.all([turns.wanted('meetings.events/0'), turns.wanted('meetings.events/1')]);
    const order: string[] = [];
    const over = turns.taken(async () => void order.push('tree'));
    await nextRound();
    order.push('first');
    turns.committed('meetings.events/0');
    await nextRound();
    order.push('second, again');
    const again = turns.wanted('meetings.events/1').then(() => order.push('through'));
    await Promise.all([over, again]);
    expect(order).toEqual(['first', 'second, again', 'tree', 'through']);
  });

  it('give the next change only after the batches that waited were through', async () => {
    const turns = new FactTurns();
    const tree = change(turns);
    const batch = turns.wanted('meetings.events/0');
    tree.resolve();
    await batch;
    const order: string[] = [];
    const given = turns.given(60_000).then(() => order.push('tree'));
    await nextRound();
    order.push('batch');
    turns.committed('meetings.events/0');
    await given;
    expect(order).toEqual(['batch', 'tree']);
  });

  it('leave out three pauses after one in which no fact came through, and then seven, unless a batch waits here', async () => {
    const turns = new FactTurns();
    let [applied, asked] = [0, 0];
    const between = async (): Promise<boolean> => {
      const before = asked;
      await turns.between(async () => ((asked += 1), applied));
      return asked > before;
    };
    const paused: boolean[] = [];
    for (let nth = 0; nth < 21; nth += 1) paused.push(await between());
    expect(paused.flatMap((did, nth) => (did ? [nth] : []))).toEqual([0, 4, 12, 20]);
    void turns.wanted('meetings.events/0');
    const held = between();
    turns.committed('meetings.events/0');
    expect(await held).toBe(true);
    // Of another process: seen only by what it did, and then no pause is left out.
    for (let nth = 0; nth < 7; nth += 1) await between();
    const moving = turns.between(async () => (applied += 1));
    await moving;
    expect([await between(), await between()]).toEqual([true, false]);
  });

  it('hold up nobody for a change that failed, nor a change for batches when there are none', async () => {
    const turns = new FactTurns();
    const tree = change(turns);
    tree.reject(new Error('another worker was faster'));
    await expect(tree.over).rejects.toThrow('faster');
    await turns.wanted('meetings.events/0');
    turns.committed('meetings.events/0');
    await turns.given(60_000);
  });
});
