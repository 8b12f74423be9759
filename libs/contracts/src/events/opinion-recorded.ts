import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

export const OPINION_STATES = ['open', 'settled', 'voided'] as const;
export type OpinionState = (typeof OPINION_STATES)[number];

/** Who raised it: đảng viên, nhân dân, tổ chức. Never who in person. */
export const OPINION_VOICES = ['member', 'people', 'organisation'] as const;
export type OpinionVoice = (typeof OPINION_VOICES)[number];

/** What it is about (lĩnh vực). */
export const OPINION_FIELDS = [
  'party-building',
  'economy',
  'land-and-construction',
  'environment',
  'security',
  'culture-and-society',
  'welfare',
  'administration',
  'other',
] as const;
export type OpinionField = (typeof OPINION_FIELDS)[number];

/** Where an opinion can lie, from below upward (DOMAIN.md 3.6). A ward or special zone is a commune. */
export const OPINION_LEVELS = ['branch', 'commune', 'district', 'province', 'centre'] as const;
export type OpinionLevel = (typeof OPINION_LEVELS)[number];

/**
 * `meetings.opinion-recorded.v1`: an opinion's whole state after one version: where it lay and when, and what settled
 * it. Codes, dates and ids of units only; its text and the replies are read over REST, by who may.
 */
export const opinionRecordedV1 = z.object({
  opinionId: uuid,
  version,
  /** The branch it concerns: where it counts, wherever it lies. */
  unitId: uuid,
  state: z.enum(OPINION_STATES),
  raisedOn: localDate,
  /** The meeting at which it was raised; null: otherwise. */
  meetingId: uuid.nullable(),
  by: z.enum(OPINION_VOICES),
  field: z.enum(OPINION_FIELDS),
  /** Last day in time to settle it; null: none was set. */
  due: localDate.nullable(),
  /** While it was open, in order: where it lay, from a day to the day before `to` (null: still). May be of no day. */
  stretches: z.array(
    z.object({ level: z.enum(OPINION_LEVELS), unitId: uuid, from: localDate, to: localDate.nullable() }),
  ),
  /** Each time it was settled, in order; one more than reopenings while it is settled. */
  settlements: z.array(
    z.object({
      on: localDate,
      level: z.enum(OPINION_LEVELS),
      /** On the spot, at the meeting where it was raised. */
      atOnce: z.boolean(),
      /** Whole days from when it was raised, or reopened, to `on`. */
      days: z.int().min(0),
    }),
  ),
  reopenedOn: z.array(localDate),
  /** Where it counts from a day on, one after the other, since its unit ended; absent: at its unit. */
  held: z.array(z.object({ unitId: uuid, from: localDate })).optional(),
});
export type OpinionRecordedV1 = z.infer<typeof opinionRecordedV1>;
