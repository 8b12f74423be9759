import { foldFacts, orderFacts } from './fold.rules.js';
import { MAX_DEPTH, shapeFault, shapeFaultOf } from './json-shape.rules.js';
import { inParts } from './parts.rules.js';
import type { KafkaRecord, ReceivedEvent } from './record-batch.js';
import { versionGate } from './version-gate.rules.js';

const event = (factId: string, version: number, hash = 'h'): ReceivedEvent => ({
  id: `${factId}/${version}/${hash}`,
  type: 'meetings.meeting-recorded.v1',
  factId,
  version,
  hash,
  data: {},
  time: '2026-07-01T00:00:00Z',
  raw: Buffer.alloc(0),
  offset: '0',
});
const ids = (rounds: ReceivedEvent[][]) => rounds.map((round) => round.map(({ id }) => id));

describe('the version gate', () => {
  it.each([
    [null, 1, 'h', 'apply'],
    [1, 2, 'h', 'apply'],
    [1, 2, 'other', 'apply'],
    [2, 2, 'h', 'skip'],
    [2, 2, 'other', 'conflict'],
    [3, 2, 'other', 'skip'],
  ])('with %p stored says to version %p (%s): %s', (stored, version, hash, verdict) => {
    expect(versionGate(stored === null ? null : { version: stored, hash: 'h' }, { version, hash })).toBe(verdict);
  });
});

describe('folding a batch', () => {
  it('keeps the highest version of each fact', () => {
    expect(ids(foldFacts([event('a', 1), event('b', 2), event('a', 3), event('a', 2)]))).toEqual([['b/2/h', 'a/3/h']]);
  });

  it('hands a second content of one version over afterwards', () => {
    expect(ids(foldFacts([event('a', 1, 'x'), event('a', 1, 'y'), event('a', 1, 'x')]))).toEqual([
      ['a/1/x'],
      ['a/1/y'],
    ]);
  });

  it('is no round at all without events', () => {
    expect([foldFacts([]), orderFacts([])]).toEqual([[], []]);
  });

  it('keeps every version in order where the order matters', () => {
    expect(ids(orderFacts([event('tree', 3), event('tree', 1), event('tree', 3), event('tree', 2)]))).toEqual([
      ['tree/1/h', 'tree/2/h', 'tree/3/h'],
    ]);
  });
});

describe('the shape of JSON', () => {
  it.each([
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
    '{"a":"{\\"a\\":1, \\"a\\":2}"}',
    '["a","a"]',
    '{"a":"b","b":"a"}',
    '"text"',
    '1',
    `${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`,
  ])('%s is as it seems', (text) => {
    expect(shapeFault(text)).toBeNull();
    expect(shapeFaultOf(text, JSON.parse(text))).toBeNull();
  });

  it.each(['{"a":1,"a":1}', '{"a":1, "b":2 , "\\u0061" : 3}', '{"x":{"k":1,"l":2,"k":3}}', '[{"a":{"b":1,"b":2}}]'])(
    '%s names a key twice',
    (text) => {
      expect(shapeFault(text)).toBe('duplicate-key');
      expect(shapeFaultOf(text, JSON.parse(text))).toBe('duplicate-key');
    },
  );

  it('may be too deep, in which case nothing recurses into it', () => {
    expect(shapeFault(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBe('too-deep');
    const deep = `${'{"a":'.repeat(MAX_DEPTH)}[]${'}'.repeat(MAX_DEPTH)}`;
    expect(shapeFaultOf(deep, JSON.parse(deep))).toBe('too-deep');
  });
});

describe('the parts of a fetch', () => {
  const record = (_: unknown, at: number): KafkaRecord => ({
    offset: String(at),
    key: null,
    value: null,
    timestamp: '0',
  });
  it.each([
    ['nothing', 0, 0, []],
    ['all of it at the end of the log', 50, 50, [20, 20, 10]],
    ['whole ones only while more waits', 50, 51, [20, 20]],
    ['few large records, though more waits', 7, 90, [7]],
    ['exactly one, though more waits', 20, 90, [20]],
  ])('are %s', (_, fetched, end, sizes) => {
    const parts = inParts(Array.from({ length: fetched }, record), 20, String(end));
    expect(parts.map(({ length }) => length)).toEqual(sizes);
    expect(parts.flat().map(({ offset }) => offset)).toEqual(parts.flat().map((_one, at) => String(at)));
  });
});
