import type { OutboxEntry } from '../outbox/entry.js';
import { laneId, type Lane } from './relay-state.js';

/** Bytes that an entry takes in a request, with some room for Kafka's own fields. */
const FRAME_BYTES = 100;
export const sizeOf = ({ value, key }: OutboxEntry): number => value.length() + key.length + FRAME_BYTES;

/**
 * Entries in order of writing, except that the versions of a fact come in order of version: each keeps the places that
 * its fact has. Ids are made by several processes with clocks of their own, so their order alone is not enough.
 */
export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const sorted = [...entries].sort((a, b) => (a._id.toHexString() < b._id.toHexString() ? -1 : 1));
  const versions = new Map<string, OutboxEntry[]>();
  for (const entry of sorted) {
    const found = versions.get(entry.factId);
    if (found) found.push(entry);
    else versions.set(entry.factId, [entry]);
  }
  for (const found of versions.values()) found.sort((a, b) => a.version - b.version);
  return sorted.map(({ factId }) => versions.get(factId)!.shift()!);
}

/** The entries of each partition. */
export function byLane(entries: readonly OutboxEntry[]): Map<string, { lane: Lane; entries: OutboxEntry[] }> {
  const lanes = new Map<string, { lane: Lane; entries: OutboxEntry[] }>();
  for (const entry of entries) {
    const id = laneId(entry.topic, entry.partition);
    const found = lanes.get(id);
    if (found) found.entries.push(entry);
    else lanes.set(id, { lane: { topic: entry.topic, partition: entry.partition }, entries: [entry] });
  }
  return lanes;
}

/** Consecutive requests of at most `most` bytes; an entry is never larger than that. */
export function inRequests(entries: readonly OutboxEntry[], most: number): OutboxEntry[][] {
  const requests: OutboxEntry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    if (bytes + sizeOf(entry) > most) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)!.push(entry);
    bytes += sizeOf(entry);
  }
  return requests;
}
