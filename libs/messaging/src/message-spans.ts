import type { TopicName } from '#contracts';
import type { SpanFields, SpanStart } from '#observability';

/** A span of each event costs about 30 µs and 0.7 kB on the wire; a burst has one for the whole batch instead. */
export const MOST_SPANS = 20;
/** What the SDK keeps of links by itself. */
const MOST_LINKS = 128;

/** One event as a span sees it. */
export type TracedMessage = { id: string; traceparent: string | undefined };

type Batch = {
  topic: TopicName;
  partition: number;
  operation: 'publish' | 'process';
  messages: readonly TracedMessage[];
  fields?: SpanFields;
};

/**
 * Spans of a batch by the conventions for messaging: up to 20 events each in the trace of its request; of more, one span
 * in a trace of its own, linked to the first 128 of theirs.
 */
export function messageSpans({ topic, partition, operation, messages, fields }: Batch): SpanStart[] {
  const start = {
    name: `${topic} ${operation}`,
    kind: operation === 'publish' ? ('producer' as const) : ('consumer' as const),
  };
  const common = {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.operation.name': operation,
    'messaging.operation.type': operation === 'publish' ? 'send' : 'process',
    ...(messages.length > 1 ? { 'messaging.batch.message_count': messages.length } : {}),
    ...fields,
  };
  if (messages.length <= MOST_SPANS)
    return messages.map(({ id, traceparent }) => ({
      ...start,
      parent: traceparent ?? null,
      fields: { ...common, 'messaging.message.id': id },
    }));
  const links = messages.slice(0, MOST_LINKS).flatMap(({ traceparent }) => traceparent ?? []);
  return [{ ...start, parent: null, fields: common, links }];
}
