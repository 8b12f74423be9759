import { freshnessHeader, freshnessOf, type ShardProgress } from './freshness.rules.js';

const NOW = new Date('2026-07-01T12:00:00Z');
const ago = (millis: number): Date => new Date(NOW.getTime() - millis);
const shard = (topic: string, over: Partial<ShardProgress> = {}): ShardProgress => ({
  topic,
  treeRevision: 7,
  heard: { through: ago(1_000), accepted: 10 },
  applied: 5,
  unplaced: 0,
  refused: 0,
  ...over,
});
const tree = (over: Partial<ShardProgress> = {}) =>
  shard('registry.tree', { heard: { through: ago(500), accepted: 7 }, ...over });
const meetings = (shards: readonly ShardProgress[]) =>
  freshnessOf(shards, NOW).sources.find(({ source }) => source === 'meetings.events');

describe('freshness', () => {
  it('is heard through the partition that heard least; the count is the topic’s', () => {
    expect(
      meetings([
        shard('meetings.events', { heard: { through: ago(4_000), accepted: 9 } }),
        shard('meetings.events', { heard: { through: ago(2_000), accepted: 12 }, applied: 4, refused: 1 }),
      ]),
    ).toEqual({ source: 'meetings.events', heardThrough: ago(4_000), pending: 3, lagMs: 4_000, refused: 1 });
  });

  it('has nothing pending when more was applied than was heard of yet', () => {
    expect(meetings([shard('meetings.events', { applied: 99 })])).toMatchObject({ pending: 0 });
  });

  it('of the tree compares revisions', () => {
    const [source] = freshnessOf([tree({ heard: { through: NOW, accepted: 9 }, applied: 0 })], NOW).sources;
    expect(source).toMatchObject({ source: 'registry.tree', pending: 2, lagMs: 0 });
  });

  it('is unknown since the last word of a source silent for more than 15 s', () => {
    expect(
      meetings([shard('meetings.events', { heard: { through: ago(15_000), accepted: 5 } })])?.unknownSince,
    ).toBeUndefined();
    expect(
      meetings([shard('meetings.events', { heard: { through: ago(15_001), accepted: 5 } })])?.unknownSince,
    ).toEqual(ago(15_001));
  });

  it('of a source never heard of is unknown, not "nothing pending"', () => {
    const unheard = { source: 'meetings.events', heardThrough: null, pending: null, lagMs: null, refused: 0 };
    expect(meetings([shard('meetings.events'), shard('meetings.events', { heard: null })])).toEqual({
      ...unheard,
      unknownSince: new Date(0),
    });
    expect(meetings([])).toEqual({ ...unheard, unknownSince: new Date(0) });
  });

  it('says which step of an act the figures have, also in one line', () => {
    const act = { id: 'a', decision: '31-HĐ/BTCTW', effective: '2025-07-01', step: 2, of: 9 };
    const fresh = freshnessOf([tree({ act }), shard('meetings.events', { act })], NOW);
    expect(fresh.act).toEqual({ id: 'a', decision: '31-HĐ/BTCTW', step: 2, of: 9 });
    expect(freshnessHeader(fresh)).toContain('unplaced=0;act="a";act-step="2/9",');
    expect(freshnessOf([tree()], NOW).act).toBeUndefined();
  });

  it('counts facts without a known unit over all topics', () => {
    expect(
      freshnessOf([tree(), shard('meetings.events', { unplaced: 2 }), shard('meetings.events', { unplaced: 1 })], NOW)
        .unplaced,
    ).toBe(3);
  });

  it('says how far figures are being made by new rules, until they are', () => {
    expect(freshnessOf([tree()], NOW).rules).toBeUndefined();
    const reading = [
      tree(),
      shard('meetings.events', { rederive: { next: 40, until: 50, facts: 7 } }),
      shard('meetings.events', { rederive: { next: 60, until: 50, facts: 9 } }),
    ];
    expect(freshnessOf(reading, NOW).rules).toEqual({ records: { done: 90, of: 100 }, cells: null, underived: 0 });
    expect(freshnessHeader(freshnessOf(reading, NOW))).toContain(
      'unplaced=0;rules-changing="records 90/100";underived=0',
    );
    const rebuilding = [tree({ rebuilding: { done: 3, of: 8 }, underived: 2 }), ...reading.slice(1)];
    expect(freshnessOf(rebuilding, NOW).rules).toMatchObject({ cells: { done: 3, of: 8 }, underived: 2 });
    expect(freshnessHeader(freshnessOf(rebuilding, NOW))).toContain('rules-changing="cells 3/8";underived=2');
  });

  it('fits in a header', () => {
    expect(freshnessHeader(freshnessOf([tree(), shard('meetings.events', { heard: null })], NOW))).toBe(
      'as-of;at="2026-07-01T12:00:00.000Z";unplaced=0, ' +
        'registry.tree;heard-through="2026-07-01T11:59:59.500Z";pending=0;lag-ms=500;refused=0, ' +
        ['registry.members', 'registry.composition', 'meetings.events', 'inspection.events', 'reports.events']
          .map((topic) => `${topic};unknown-since="1970-01-01T00:00:00.000Z"`)
          .join(', '),
    );
  });
});
