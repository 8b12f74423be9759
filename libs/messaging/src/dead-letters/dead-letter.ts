import { createHash } from 'node:crypto';
import type { TopicName } from '#contracts';
import { mongo } from 'mongoose';
import type { KafkaRecord, ReceivedEvent } from '../consume/record-batch.js';

export const DEAD_LETTERS = 'dead_letters';
export const DEAD_LETTER_STATES = ['open', 'redriven', 'discarded'] as const;
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

/** A record that cannot be applied, whole, with where it lay and why. */
export type DeadLetter = {
  /** Position and hash of the bytes: a replay finds it again, a recreated topic does not. */
  _id: string;
  topic: TopicName;
  partition: number;
  offset: number;
  code: string;
  /** What is wrong, without values of persons. */
  detail: string;
  key: string | null;
  /** Null for a record without value. */
  raw: mongo.Binary | null;
  type: string | null;
  factId: string | null;
  version: number | null;
  state: DeadLetterState;
  /** When it was put aside. */
  at: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
};

export type Position = { topic: TopicName; partition: number };
export type Cause = { code: string; detail?: string; type?: string; event?: ReceivedEvent };

const hashOf = (value: Buffer | null): string =>
  createHash('sha256')
    .update(value ?? '')
    .digest('hex')
    .slice(0, 32);

export const deadLetterId = ({ topic, partition }: Position, { offset, value }: KafkaRecord): string =>
  `${topic}-${partition}-${offset}-${hashOf(value)}`;

export function deadLetter(at: Position, record: KafkaRecord, { code, detail = '', type, event }: Cause): DeadLetter {
  return {
    _id: deadLetterId(at, record),
    topic: at.topic,
    partition: at.partition,
    offset: Number(record.offset),
    code,
    detail: detail.slice(0, 500),
    key: record.key?.toString('utf8').slice(0, 200) ?? null,
    raw: record.value && new mongo.Binary(record.value),
    type: event?.type ?? type?.slice(0, 200) ?? null,
    factId: event?.factId ?? null,
    version: event?.version ?? null,
    state: 'open',
    at: new Date(),
    decidedBy: null,
    decidedAt: null,
    reason: null,
  };
}
