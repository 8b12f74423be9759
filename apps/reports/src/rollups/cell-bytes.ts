import type { Day } from '#calendar';
import { cellDay, type Amounts } from './cells.rules.js';

// Cells read where they lie, in their BSON. A read of the centre's year adds up five thousand cells of forty amounts each,
// a count of its branches three million: to make objects of them took longer than everything else together.

/** What is read of a cell for its totals. */
export const TOTALS = { _id: 0, u: 1, m: 1, t: 1 } as const;
/** What is read of a cell for the regular meetings that direct children held. */
export const REGULAR = { _id: 0, m: 1, r: 1 } as const;

/** BSON types that are in what is read, by their numbers. */
const [DOUBLE, TEXT, DOCUMENT, INT32, INT64] = [1, 2, 3, 16, 18];

/** Where an element of a document lies, and of what type it is. */
type Element = (type: number, nameAt: number, nameEnd: number, valueAt: number) => void;

function sizeOf(bytes: Buffer, type: number, at: number): number {
  if (type === INT32) return 4;
  if (type === DOUBLE || type === INT64) return 8;
  if (type === DOCUMENT) return bytes.readInt32LE(at);
  if (type === TEXT) return 4 + bytes.readInt32LE(at);
  throw new Error(`BSON type ${type} is in no cell`);
}

function eachElement(bytes: Buffer, from: number, each: Element): void {
  const end = from + bytes.readInt32LE(from) - 1;
  let at = from + 4;
  while (at < end) {
    const type = bytes[at] as number;
    let nameEnd = at + 1;
    while (bytes[nameEnd] !== 0) nameEnd += 1;
    each(type, at + 1, nameEnd, nameEnd + 1);
    at = nameEnd + 1 + sizeOf(bytes, type, nameEnd + 1);
  }
}

function numberAt(bytes: Buffer, type: number, at: number): number {
  if (type === INT32) return bytes.readInt32LE(at);
  if (type === DOUBLE) return bytes.readDoubleLE(at);
  if (type === INT64) return Number(bytes.readBigInt64LE(at));
  throw new Error(`an amount is of BSON type ${type}`);
}

const textIn = (bytes: Buffer, from: number, end: number): string => bytes.toString('latin1', from, end);

/** A text of BSON has its length before it and a zero behind. */
const textAt = (bytes: Buffer, at: number): string => textIn(bytes, at + 4, at + 3 + bytes.readInt32LE(at));

/** Short names as the same text each time: some sixty keys come by the million. */
const names = new Map<number, string>();
const MOST_BYTES = 6;
function nameAt(bytes: Buffer, from: number, end: number): string {
  if (end - from > MOST_BYTES) return textIn(bytes, from, end);
  let packed = 0;
  for (let at = from; at < end; at += 1) packed = packed * 256 + (bytes[at] as number);
  let name = names.get(packed);
  if (name === undefined) names.set(packed, (name = textIn(bytes, from, end)));
  return name;
}

const bufferOf = (cell: Uint8Array): Buffer => Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);

/** The unit, month or year, and totals of a stored cell. */
export function totalsOf(cell: Uint8Array): { u: string; m: string; t: Amounts } {
  const bytes = bufferOf(cell);
  let [u, m, totals] = ['', '', -1];
  eachElement(bytes, 0, (_, from, end, valueAt) => {
    const name = nameAt(bytes, from, end);
    if (name === 'u') u = textAt(bytes, valueAt);
    if (name === 'm') m = textAt(bytes, valueAt);
    if (name === 't') totals = valueAt;
  });
  const t: Amounts = (each) => {
    if (totals < 0) return;
    eachElement(bytes, totals, (type, from, end, at) => each(nameAt(bytes, from, end), numberAt(bytes, type, at)));
  };
  return { u, m, t };
}

/** Tells `each` the regular meetings that a stored cell counts by direct child and day. */
export function eachRegular(cell: Uint8Array, each: (child: string, day: Day, n: number) => void): void {
  const bytes = bufferOf(cell);
  let [month, children] = ['', -1];
  eachElement(bytes, 0, (_, from, end, valueAt) => {
    const name = nameAt(bytes, from, end);
    if (name === 'm') month = textAt(bytes, valueAt);
    if (name === 'r') children = valueAt;
  });
  if (children < 0) return;
  const before = cellDay(month, '01') - 1;
  eachElement(bytes, children, (_, childAt, childEnd, days) => {
    const child = textIn(bytes, childAt, childEnd);
    eachElement(bytes, days, (type, dayAt, dayEnd, at) =>
      each(child, before + Number(nameAt(bytes, dayAt, dayEnd)), numberAt(bytes, type, at)),
    );
  });
}
