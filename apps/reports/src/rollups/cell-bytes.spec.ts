import { dateOf } from '#calendar';
import { mongo } from 'mongoose';
import { eachRegular, totalsOf } from './cell-bytes.js';

const { Double, Long, serialize } = mongo.BSON;

const CELL = {
  u: 'a-unit',
  m: '2026-02',
  s: 'meetings.events/3',
  t: { 'h:r': 3, 'n:r': new Double(0.5), 'L:m': Long.fromString('3000000000'), 'a-key-of-many-letters': -1 },
  d: { '01': { 'h:r': 2 }, '28': { 'h:r': 1 } },
  r: { 'one-child': { '11': 2, '28': -1 }, another: { '03': 1 }, none: {} },
};

function read(cell: object): [string, string, Record<string, number>] {
  const { u, m, t } = totalsOf(serialize(cell));
  const amounts: Record<string, number> = {};
  t((key, n) => (amounts[key] = n));
  return [u, m, amounts];
}

describe('the bytes of a cell', () => {
  it('are of its unit and month, with totals of whatever type of number', () => {
    const amounts = { 'h:r': 3, 'n:r': 0.5, 'L:m': 3_000_000_000, 'a-key-of-many-letters': -1 };
    expect(read(CELL)).toEqual(['a-unit', '2026-02', amounts]);
    expect(read({ u: 'x', m: 'Y2026' })).toEqual(['x', 'Y2026', {}]);
  });

  it('tell keys apart that begin alike', () => {
    const t = { h: 1, 'h:': 2, 'h:r': 3, ':h': 4 };
    expect(read({ u: 'x', m: '2026-02', t })[2]).toEqual(t);
  });

  it('tell regular meetings by child and day', () => {
    const found: unknown[] = [];
    eachRegular(serialize(CELL), (child, day, n) => found.push([child, dateOf(day), n]));
    expect(found).toEqual([
      ['one-child', '2026-02-11', 2],
      ['one-child', '2026-02-28', -1],
      ['another', '2026-02-03', 1],
    ]);
    eachRegular(serialize({ m: '2026-02' }), () => expect(true).toBe(false));
  });

  it('may lie anywhere in what the driver received', () => {
    const bytes = serialize(CELL);
    const received = new Uint8Array(bytes.byteLength + 7);
    received.set(bytes, 7);
    expect(totalsOf(received.subarray(7)).u).toBe('a-unit');
  });

  it('of a type that no cell has are refused, not misread', () => {
    expect(() => read({ u: 'x', m: '2026-02', t: { h: true } })).toThrow('BSON type 8');
    expect(() => read({ u: 'x', m: '2026-02', t: { h: 'one' } })).toThrow('an amount is of BSON type 2');
  });
});
