import type { SpanStart } from '#observability';
import { messageSpans, type TracedMessage } from '../message-spans.js';
import type { OutboxEntry } from '../outbox/entry.js';
import type { Lane } from './relay-state.js';

/** The head of an envelope: everything of ours comes before `data`, in the order in which Outbox writes it. */
const HEAD_BYTES = 700;
const ID = /"id":"([^"]{1,100})"/;
const TRACEPARENT = /"traceparent":"([0-9a-f-]{55})"/;

/** Read from the bytes that are sent, and only while something is traced: entries need no field for it. */
export function tracedEntry({ value }: OutboxEntry): TracedMessage {
  const head = Buffer.from(value.buffer).toString('utf8', 0, HEAD_BYTES).split('"data":', 1)[0]!;
  return { id: ID.exec(head)?.[1] ?? '', traceparent: TRACEPARENT.exec(head)?.[1] };
}

export const publishSpans = ({ topic, partition }: Lane, entries: readonly OutboxEntry[]): SpanStart[] =>
  messageSpans({ topic, partition, operation: 'publish', messages: entries.map(tracedEntry) });
