import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

export const SESSION_STATES = ['prepared', 'held', 'minuted', 'voided'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Who sits: ban chấp hành (đảng ủy), ban thường vụ. */
export const SESSION_BODIES = ['committee', 'standing-committee'] as const;
export type SessionBody = (typeof SESSION_BODIES)[number];

/** Fields by which the items of a session are ordered (DOMAIN.md 9.4). */
export const SESSION_FIELDS = [
  'economy',
  'front-and-associations',
  'party-building',
  'inspection',
  'emulation',
  'personnel',
  'ideology',
  'other',
] as const;
export type SessionField = (typeof SESSION_FIELDS)[number];

const count = z.int().min(0).max(1_000);

/**
 * `meetings.session-recorded.v1`: a committee session's whole state after one version. Counts and codes only: what was
 * drafted, said and asked is read over REST, by who may.
 */
export const sessionRecordedV1 = z.object({
  sessionId: uuid,
  version,
  /** The unit whose committee sat. */
  unitId: uuid,
  body: z.enum(SESSION_BODIES),
  /** Term of the committee, `2025-2030`. */
  term: z.string(),
  state: z.enum(SESSION_STATES),
  /** Local date of the start. */
  date: localDate,
  /** Members of the body, and how many were there; null until it was held. */
  members: count.nullable(),
  present: count.nullable(),
  items: z.array(
    z.object({
      itemId: uuid,
      field: z.enum(SESSION_FIELDS),
      /** How often it was drafted. */
      drafts: count,
      /** Whether the standing committee gave its opinion on the newest draft before the session. */
      opinionGiven: z.boolean(),
      /** Of all members of the body; null: it was not put to the vote. */
      vote: z.object({ base: count, for: count, against: count, abstained: count, adopted: z.boolean() }).nullable(),
    }),
  ),
  /** Chất vấn: how many questions were put, and how many answered in the session. */
  questions: z.object({ asked: count, answered: count }),
  /** Number of its minutes in the book of the body and term; null until they are written. */
  minutesNumber: z.int().min(1).nullable(),
});
export type SessionRecordedV1 = z.infer<typeof sessionRecordedV1>;
