import { mongo } from 'mongoose';
import { messageSpans, MOST_SPANS } from './message-spans.js';
import type { OutboxEntry } from './outbox/entry.js';
import { tracedEntry } from './relay/publish-spans.js';

const trace = (n: number): string => `00-${String(n).padStart(32, '0')}-${'b'.repeat(16)}-01`;
const messages = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `m${at}`, traceparent: trace(at + 1) }));
const lane = { topic: 'meetings.events', partition: 3 } as const;

describe('spans of messages', () => {
  it('are one of each event, in its own trace, for a few', () => {
    const spans = messageSpans({ ...lane, operation: 'process', messages: messages(2) });
    expect(spans.map(({ parent, name, kind }) => [parent, name, kind])).toEqual([
      [trace(1), 'meetings.events process', 'consumer'],
      [trace(2), 'meetings.events process', 'consumer'],
    ]);
    expect(spans[0]?.fields).toEqual({
      'messaging.system': 'kafka',
      'messaging.destination.name': 'meetings.events',
      'messaging.destination.partition.id': '3',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': 2,
      'messaging.message.id': 'm0',
    });
  });

  it('are one for all, linked to theirs, for many', () => {
    const spans = messageSpans({ ...lane, operation: 'publish', messages: messages(2_000) });
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ name: 'meetings.events publish', kind: 'producer', parent: null });
    expect(spans[0]?.links).toEqual(messages(128).map(({ traceparent }) => traceparent));
    expect(messageSpans({ ...lane, operation: 'publish', messages: messages(MOST_SPANS) })).toHaveLength(MOST_SPANS);
  });

  it('of none are none: watermarks and what is passed over make no spans', () => {
    expect(messageSpans({ ...lane, operation: 'process', messages: [] })).toEqual([]);
  });
});

describe('the trace of an entry', () => {
  const entry = (envelope: object): OutboxEntry =>
    ({ value: new mongo.Binary(Buffer.from(JSON.stringify(envelope))) }) as OutboxEntry;

  it('is read from the bytes that are sent', () => {
    expect(tracedEntry(entry({ specversion: '1.0', id: 'e1', traceparent: trace(9), data: {} }))).toEqual({
      id: 'e1',
      traceparent: trace(9),
    });
  });

  it('is not taken from the data of an event', () => {
    expect(tracedEntry(entry({ id: 'e1', data: { id: 'x', traceparent: trace(9) } }))).toEqual({
      id: 'e1',
      traceparent: undefined,
    });
  });
});
