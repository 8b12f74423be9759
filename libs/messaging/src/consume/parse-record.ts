import { EVENTS, envelopeSchema, isEventType, watermarkV1, type TopicName, type WatermarkV1 } from '#contracts';
import { canonicalJson, sha256 } from '#http';
import { shapeFaultOf } from './json-shape.rules.js';
import type { KafkaRecord, ReceivedEvent } from './record-batch.js';

/** Why a record can never be applied. `unknown-type` is taken up by itself once the code knows the type. */
export const FAULTS = [
  'null-value',
  'empty-value',
  'leading-zero-byte',
  'not-utf8',
  'not-json',
  'too-deep',
  'duplicate-key',
  'bad-envelope',
  'unknown-type',
  'wrong-topic',
  'bad-data',
] as const;
export type Fault = (typeof FAULTS)[number];

export type Parsed =
  | { kind: 'fact'; event: ReceivedEvent }
  | { kind: 'watermark'; watermark: WatermarkV1 }
  | { kind: 'fault'; code: Fault; detail: string; type?: string };

const WATERMARK = 'relay.watermark.v1';
// A byte order mark is no part of JSON; kept, it makes the text unreadable, which is what it is.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const fault = (code: Fault, detail = '', type?: string): Parsed => ({
  kind: 'fault',
  code,
  detail,
  ...(type ? { type } : {}),
});

/** Paths and codes only: values may name persons. */
const issuesOf = (issues: readonly { path: PropertyKey[]; code: string }[]): string =>
  issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.map(String).join('.') || '(root)'}: ${code}`)
    .join('; ');

function readText(value: Buffer | null): { text: string } | Parsed {
  if (value === null) return fault('null-value');
  if (value.length === 0) return fault('empty-value');
  if (value[0] === 0) return fault('leading-zero-byte', 'a schema registry frame is not understood here');
  try {
    return { text: utf8.decode(value) };
  } catch {
    return fault('not-utf8');
  }
}

function readJson(text: string): { json: unknown } | Parsed {
  try {
    const json: unknown = JSON.parse(text);
    const wrong = shapeFaultOf(text, json);
    return wrong ? fault(wrong) : { json };
  } catch {
    return fault('not-json'); // the parser's message quotes the text
  }
}

/** Turns a record into a checked event, a watermark, or the reason why it is neither. Never throws. */
export function parseRecord(topic: TopicName, { value, offset }: KafkaRecord): Parsed {
  const read = readText(value);
  if (!('text' in read)) return read;
  const parsed = readJson(read.text);
  if (!('json' in parsed)) return parsed;
  const envelope = envelopeSchema.safeParse(parsed.json);
  if (!envelope.success) return fault('bad-envelope', issuesOf(envelope.error.issues));
  const { id, type, time, traceparent, data } = envelope.data;
  if (!isEventType(type)) return fault('unknown-type', type, type);
  if (type === WATERMARK) return readWatermark(data);
  const { schema, topic: home, fact } = EVENTS[type];
  if (home !== topic) return fault('wrong-topic', `belongs on ${home}`, type);
  const content = schema.safeParse(data);
  if (!content.success) return fault('bad-data', issuesOf(content.error.issues), type);
  const { id: factId, version } = (fact as (content: unknown) => { id: string; version: number })(content.data);
  const event: ReceivedEvent = {
    id,
    type,
    factId,
    version,
    // Of what was sent, not of what this code's schema reads: a newer reader must find the same hash.
    hash: sha256(canonicalJson(data)),
    data: content.data,
    time,
    raw: value!,
    offset,
    ...(traceparent ? { traceparent } : {}),
  };
  return { kind: 'fact', event };
}

function readWatermark(data: unknown): Parsed {
  const content = watermarkV1.safeParse(data);
  if (!content.success) return fault('bad-data', issuesOf(content.error.issues), WATERMARK);
  return { kind: 'watermark', watermark: content.data };
}
