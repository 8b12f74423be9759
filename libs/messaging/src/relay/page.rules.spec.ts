import * as fc from 'fast-check';
import { mongo } from 'mongoose';
import type { OutboxEntry } from '../outbox/entry.js';
import { byLane, inOrder, inRequests, sizeOf } from './page.rules.js';

const MOST = 3_000;

type Of = { fact: number; partition: number; clock: number; bytes: number };
/** Entries of facts in versions 1, 2, 3 …, whatever the clocks that made their ids say. */
function entriesOf(given: readonly Of[]): OutboxEntry[] {
  const versions = new Map<number, number>();
  return given.map(({ fact, partition, clock, bytes }, at) => {
    const version = (versions.get(fact) ?? 0) + 1;
    versions.set(fact, version);
    return {
      _id: new mongo.ObjectId(`${clock.toString(16).padStart(8, '0')}${at.toString(16).padStart(16, '0')}`),
      topic: 'meetings.events',
      partition,
      key: `fact-${fact}`,
      type: 'meetings.meeting-recorded.v1',
      factId: `fact-${fact}`,
      version,
      value: new mongo.Binary(Buffer.alloc(bytes)),
      recordedAt: new Date(0),
      pending: true,
    };
  });
}

const entries = fc
  .array(
    fc.record({
      fact: fc.integer({ min: 0, max: 5 }),
      partition: fc.integer({ min: 0, max: 3 }),
      clock: fc.integer({ min: 1, max: 4 }),
      bytes: fc.integer({ min: 1, max: MOST - 200 }),
    }),
    { maxLength: 40 },
  )
  .map(entriesOf)
  .chain((made) => fc.shuffledSubarray(made, { minLength: made.length, maxLength: made.length }));
const idsOf = (list: readonly OutboxEntry[]): string[] => list.map(({ _id }) => _id.toHexString()).sort();

describe('a page of the outbox', () => {
  it('is shared out to partitions, each entry once and where it belongs', () => {
    fc.assert(
      fc.property(entries, (page) => {
        const lanes = [...byLane(page).values()];
        expect(idsOf(lanes.flatMap((lane) => lane.entries))).toEqual(idsOf(page));
        for (const { lane, entries: own } of lanes)
          expect(own.every(({ topic, partition }) => topic === lane.topic && partition === lane.partition)).toBe(true);
        expect(new Set(lanes.map(({ lane }) => lane.partition)).size).toBe(lanes.length);
      }),
    );
  });

  it('is sent in order of the versions of each fact, whatever the clocks that made the entries', () => {
    fc.assert(
      fc.property(entries, (page) => {
        const sent = inOrder(page);
        expect(idsOf(sent)).toEqual(idsOf(page));
        const last = new Map<string, number>();
        for (const { factId, version } of sent) {
          expect(version).toBeGreaterThan(last.get(factId) ?? 0);
          last.set(factId, version);
        }
      }),
    );
  });

  it('is cut into requests that the broker takes, in the order given', () => {
    fc.assert(
      fc.property(entries, (page) => {
        const requests = inRequests(page, MOST);
        expect(requests.flat()).toEqual(page);
        for (const request of requests) {
          expect(request.length).toBeGreaterThan(0);
          expect(request.reduce((sum, entry) => sum + sizeOf(entry), 0)).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });
});
