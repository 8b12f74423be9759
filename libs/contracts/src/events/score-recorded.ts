import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';
import { MEETING_KINDS } from './meeting-recorded.js';
import { dataCode } from './report-changed.js';

/** Tốt, khá, trung bình, kém (DOMAIN.md 3.5), the best first. */
export const SCORE_GRADES = ['good', 'fair', 'average', 'poor'] as const;
export type ScoreGrade = (typeof SCORE_GRADES)[number];

/** Who scored: the branch itself, or the committee above it. */
export const SCORERS = ['self', 'superior'] as const;
export type Scorer = (typeof SCORERS)[number];

export const SCORE_STATES = ['recorded', 'voided'] as const;
export type ScoreState = (typeof SCORE_STATES)[number];

/** Tenths of a point: every sheet has 100 points, so 0 to 1,000. */
const tenths = z.int().min(0).max(1_000);
const scored = z.object({ points: tenths, grade: z.enum(SCORE_GRADES) });

/**
 * `meetings.score-recorded.v1`: how a meeting was scored, whole, after one version. No text of why points were lost, and
 * nobody who scored. It tells of its meeting only where and when it counts; a meeting that is moved or voided takes its
 * score along by a new version of this.
 */
export const scoreRecordedV1 = z.object({
  meetingId: uuid,
  version,
  unitId: uuid,
  state: z.enum(SCORE_STATES),
  kind: z.enum(MEETING_KINDS),
  /** Date of the meeting: the event date of the fact. */
  date: localDate,
  /** The score sheet. */
  template: z.object({ code: dataCode, version }),
  self: scored.nullable(),
  superior: scored.nullable(),
  /** The one that counts: the superior's when there is one, else the self-score. */
  counted: scored.extend({ by: z.enum(SCORERS) }).nullable(),
});
export type ScoreRecordedV1 = z.infer<typeof scoreRecordedV1>;
