import { parsePeriod } from '#calendar';
import type { Level, UnitRecord } from '#contracts';
import { Tree, TreeAsOf } from '#tree';
import { mongo } from 'mongoose';
import { CompletenessReader } from './completeness.reader.js';
import { Quiet } from './quiet.js';
import type { Snapshot } from './snapshots.js';

const unit = (id: string, parentId: string | null, level: Level): UnitRecord => ({
  id,
  version: 1,
  voided: false,
  stretches: [{ from: '2020-01-01', to: null, code: id, name: id, kind: 'other-branch', level, parentId }],
});
const MONTH = parsePeriod('2026-07');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const CELLS = [mongo.BSON.serialize({ u: 'a', m: '2026-07', r: { b: { '05': 1 } } })];

/** A store whose cells say that branch b met in July, read so many seconds after the first time. */
const snapshotOf = (tree: Tree, seconds: number, cells: () => Promise<typeof CELLS> = async () => CELLS): Snapshot =>
  ({
    tree,
    base: tree,
    known: null,
    at: new Date(seconds * SECOND),
    begun: performance.now(),
    progress: [{ seq: seconds }],
    db: {
      collection: () => ({
        find() {
          let left: typeof CELLS | undefined;
          return {
            hasNext: async () => (left ??= [...(await cells())]).length > 0,
            readBufferedDocuments: () => left?.splice(0) ?? [],
          };
        },
      }),
    },
    hold: () => undefined,
    quiet: new Quiet(),
  }) as never;

describe('the count of branches', () => {
  let reader: CompletenessReader;
  let tree: Tree;
  let walked: jest.SpyInstance;

  beforeEach(() => {
    reader = new CompletenessReader();
    tree = Tree.load([unit('a', null, 'commune'), unit('b', 'a', 'branch')], 2);
    walked = jest.spyOn(Tree.prototype, 'subtreeDuring');
  });
  afterEach(() => jest.restoreAllMocks());

  const aliveAfter = async (seconds: number): Promise<number> =>
    (await reader.read(snapshotOf(tree, seconds), tree, 'a', MONTH)).branchesAlive;
  const another = (): void => {
    tree = tree.fork();
    tree.apply(unit(`b${tree.revision}`, 'a', 'branch'), tree.revision + 1);
  };

  it('of many cells stands for ten seconds; meanwhile an act may change the tree at each read, and nobody goes through it', async () => {
    reader.fewCells = 0;
    expect(await aliveAfter(0)).toBe(1);
    another();
    expect(await aliveAfter(9)).toBe(1);
    expect(walked).toHaveBeenCalledTimes(1);
    expect(await aliveAfter(11)).toBe(2);
  });

  it('stands ten times as long as it took', async () => {
    reader.fewCells = 0;
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const slow = snapshotOf(tree, 0, async () => {
      now = 3 * SECOND;
      return CELLS;
    });
    await reader.read(slow, tree, 'a', MONTH);
    another();
    expect(await aliveAfter(29)).toBe(1);
    expect(await aliveAfter(31)).toBe(2);
  });

  it('that takes long is not waited for, but said to be not there yet; and there for who asks next', async () => {
    reader.fewCells = 0;
    reader.patienceMs = 1;
    let come = (_cells: typeof CELLS): void => undefined;
    const slow = snapshotOf(tree, 0, () => new Promise((resolve) => (come = resolve)));
    const held: Promise<unknown>[] = [];
    slow.hold = (reading) => void held.push(reading);
    const first = await reader.read(slow, tree, 'a', MONTH);
    expect(first).toEqual({ branchesAlive: 1, branchesWithRegularMeeting: null, asOf: slow.at });
    // Nobody begins it a second time; who is patient waits longer than who is not.
    const filed = reader.read(snapshotOf(tree, 1), tree, 'a', MONTH, true);
    expect((await reader.read(snapshotOf(tree, 1), tree, 'a', MONTH)).branchesWithRegularMeeting).toBeNull();
    come(CELLS);
    await Promise.all(held);
    expect((await filed).branchesWithRegularMeeting).toBe(1);
    const next = await reader.read(snapshotOf(tree, 2), tree, 'a', MONTH);
    expect(next).toEqual({ branchesAlive: 1, branchesWithRegularMeeting: 1, asOf: slow.at });
  });

  it('is not waited for by a read that took so long already', async () => {
    reader.fewCells = 0;
    const never = { ...snapshotOf(tree, 0, () => new Promise(() => undefined)), begun: performance.now() - HOUR };
    reader.patienceMs = HOUR;
    expect((await reader.read(never, tree, 'a', MONTH)).branchesWithRegularMeeting).toBeNull();
  });

  it('goes on when no figures are read, unless somebody waits for it', async () => {
    reader.fewCells = 0;
    reader.patienceMs = 1;
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 20)); // each cell takes longer than a piece
    const counted = async (patient: boolean): Promise<number> => {
      let rests = 0;
      let come = (): void => undefined;
      const later = new Promise<typeof CELLS>((resolve) => (come = () => resolve([...CELLS, ...CELLS])));
      const slow = snapshotOf(tree, now, () => later);
      slow.quiet = { come: async () => void (rests += 1) } as never;
      const held: Promise<unknown>[] = [];
      slow.hold = (reading) => void held.push(reading);
      const answer = reader.read(slow, tree, 'a', MONTH, patient);
      if (!patient) await answer;
      come();
      await Promise.all([answer, ...held]);
      return rests;
    };
    expect(await counted(false)).toBe(2);
    now += 60 * SECOND; // the count before does not stand any more
    expect(await counted(true)).toBe(0);
  });

  it('in the tree of a day stands as well, whatever revision it is made from', async () => {
    reader.fewCells = 0;
    const inTreeOfDay = (seconds: number) =>
      reader.read(snapshotOf(tree, seconds), new TreeAsOf(tree, MONTH.from), 'a', MONTH);
    await inTreeOfDay(0);
    another();
    expect((await inTreeOfDay(9)).branchesAlive).toBe(1);
    expect((await inTreeOfDay(11)).branchesAlive).toBe(2);
  });

  it('of few cells is made at every read', async () => {
    expect(await aliveAfter(0)).toBe(1);
    another();
    expect(await aliveAfter(1)).toBe(2);
  });
});
