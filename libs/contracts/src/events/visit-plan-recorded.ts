import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

export const VISIT_PLAN_STATES = ['active', 'voided'] as const;
export type VisitPlanState = (typeof VISIT_PLAN_STATES)[number];

/** A month, `2026-07`. */
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/**
 * `meetings.visit-plan-recorded.v1`: how often a superior is to attend the meetings of a branch, and whether it was done
 * in each month due, whole. Who is to attend stays in its source.
 */
export const visitPlanRecordedV1 = z.object({
  planId: uuid,
  version,
  /** The branch to be attended: where it counts. */
  unitId: uuid,
  /** The unit whose committee made the plan. */
  committeeId: uuid,
  state: z.enum(VISIT_PLAN_STATES),
  from: month,
  to: month,
  everyMonths: z.int().min(1).max(12),
  /** `date` is the last day of the month due: the day on which both the plan and its being kept count. */
  due: z.array(z.object({ date: localDate, kept: z.boolean() })).max(60),
});
export type VisitPlanRecordedV1 = z.infer<typeof visitPlanRecordedV1>;
