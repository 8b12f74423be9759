import { createHash } from 'node:crypto';
import type { KafkaRecord, ProgressDocument } from './record-batch.js';

/**
 * What one sending of a record is told by: its bytes, and when they were sent. A fact that is sent again has the same
 * bytes, and in a log made anew it may lie where it lay before, behind others that were never read.
 */
export const markOf = ({ value, timestamp }: KafkaRecord): string =>
  createHash('sha256')
    .update(`${timestamp} `)
    .update(value ?? '')
    .digest('hex')
    .slice(0, 32);

/**
 * Whether a log is still the one that was read. A log that lost its tail, or was made anew, grows again from lower, and
 * may be past a reader's position before the reader is back: what was written there meanwhile would never be read. So
 * after every doubt (a new assignment, a new connection) reading begins one record early, and that record is compared.
 */
export class Continuity {
  private readonly expected = new Map<string, { offset: number; last: string }>();

  /** Where to read on: at the last record that was worked up. */
  begin(shard: string, { next, last }: Pick<ProgressDocument, 'next' | 'last'>): number {
    this.expected.delete(shard);
    if (last === undefined || next === 0) return next;
    this.expected.set(shard, { offset: next - 1, last });
    return next - 1;
  }

  /** `again`: the first record was worked up before. `broken`: there is another in its place, so all is to be read. */
  check(shard: string, first: KafkaRecord | undefined): 'new' | 'again' | 'broken' {
    const expected = this.expected.get(shard);
    if (!expected || !first) return 'new';
    this.expected.delete(shard);
    if (Number(first.offset) !== expected.offset) return 'new'; // its beginning was cut off, or it is read from there
    return markOf(first) === expected.last ? 'again' : 'broken';
  }
}
