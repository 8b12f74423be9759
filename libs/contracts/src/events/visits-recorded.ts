import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/** In which capacity a superior attends: bí thư, ủy viên ban thường vụ, cấp ủy viên, lãnh đạo chính quyền, cán bộ, công chức. */
export const VISIT_CAPACITIES = [
  'secretary',
  'standing-member',
  'committee-member',
  'government-leader',
  'civil-servant',
] as const;
export type VisitCapacity = (typeof VISIT_CAPACITIES)[number];

/** `meetings.visits-recorded.v1`: the superiors who attended one meeting (dự sinh hoạt), whole. Who they were stays in its source. */
export const visitsRecordedV1 = z.object({
  meetingId: uuid,
  version,
  /** The host of the meeting: where visits count, once each. */
  unitId: uuid,
  state: z.enum(['recorded', 'voided']),
  /** Date of the meeting. */
  date: localDate,
  /** One for each superior. */
  visits: z.array(z.object({ capacity: z.enum(VISIT_CAPACITIES) })).max(50),
});
export type VisitsRecordedV1 = z.infer<typeof visitsRecordedV1>;
