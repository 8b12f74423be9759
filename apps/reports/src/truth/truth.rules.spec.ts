import { byService, topicTruth, treeTruth, type CountedShard, type RefusedVersion } from './truth.rules.js';

const AT = new Date('2026-07-01T12:00:00Z');
const shard = (partition: number, applied: number, over: Partial<CountedShard> = {}): CountedShard => ({
  topic: 'meetings.events',
  partition,
  heard: null,
  treeRevision: 1,
  unplaced: 0,
  counted: { through: AT, accepted: 10, pending: 2, oldestPending: AT, applied, next: 100 },
  ...over,
});
const refused = (over: Partial<RefusedVersion>): RefusedVersion => ({
  topic: 'meetings.events',
  partition: 0,
  offset: 50,
  version: 2,
  kept: 1,
  ...over,
});
const truth = (shards: CountedShard[], letters: RefusedVersion[] = []) =>
  topicTruth('meetings.events', shards, letters);

describe('the facts of a topic', () => {
  it('are balanced when those accepted are applied, unplaced or pending', () => {
    expect(truth([shard(0, 5, { unplaced: 1 }), shard(1, 3)])).toMatchObject({
      at: AT,
      accepted: 10,
      applied: 7,
      unplaced: 1,
      refused: 0,
      pending: 2,
      oldestPending: AT,
      balanced: true,
    });
  });

  it('are not when one was lost, or counted twice', () => {
    expect(truth([shard(0, 4), shard(1, 3)]).balanced).toBe(false);
    expect(truth([shard(0, 6), shard(1, 3)]).balanced).toBe(false);
  });

  it('have those among them that were refused before that instant and not superseded since', () => {
    const shards = [shard(0, 4), shard(1, 3)];
    expect(truth(shards, [refused({})])).toMatchObject({ refused: 1, balanced: true });
    expect(truth(shards, [refused({ kept: 3 })]).refused).toBe(0);
    expect(truth(shards, [refused({ offset: 100 })]).refused).toBe(0);
    expect(truth(shards, [refused({ kept: null, version: 1 })]).refused).toBe(1);
  });

  it('are not judged before all partitions counted at one watermark', () => {
    const later = { ...shard(1, 3).counted!, through: new Date(AT.getTime() + 4_000) };
    expect(truth([shard(0, 5), shard(1, 3, { counted: later })])).toMatchObject({ at: null, balanced: null });
    expect(truth([shard(0, 5), { ...shard(1, 3), counted: undefined }]).balanced).toBeNull();
  });
});

describe('changes of the tree', () => {
  it('are balanced when those published are applied or kept for later', () => {
    expect(treeTruth([shard(0, 0)], { revision: 6, waiting: 2 }).balanced).toBe(true);
    expect(treeTruth([shard(0, 0)], { revision: 6, waiting: 1 }).balanced).toBe(false);
  });
});

describe('a service', () => {
  it('is balanced when all its topics are', () => {
    const right = truth([shard(0, 8)]);
    const unknown = { ...right, topic: 'registry.tree' as const, balanced: null };
    const wrong = { ...right, topic: 'registry.members' as const, balanced: false };
    const of = (...topics: Parameters<typeof byService>[0]) =>
      Object.fromEntries(byService(topics).map(({ service, balanced }) => [service, balanced]));
    expect(of(right, unknown)).toMatchObject({ meetings: true, registry: null });
    expect(of(right, unknown, wrong)).toMatchObject({ registry: false });
  });
});
