import type { SpanStart } from '#observability';
import { messageSpans } from '../message-spans.js';
import type { ReceivedEvent, RecordBatch } from './record-batch.js';

export const processSpans = (batch: RecordBatch, messages: readonly ReceivedEvent[]): SpanStart[] =>
  messageSpans({
    topic: batch.topic,
    partition: batch.partition,
    operation: 'process',
    messages: messages.map(({ id, traceparent }) => ({ id, traceparent })),
    ...(messages[0] ? { fields: { 'messaging.kafka.offset': Number(messages[0].offset) } } : {}),
  });
