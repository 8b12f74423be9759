import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/** A resolution stands until it is voided. */
export const RESOLUTION_STATES = ['adopted', 'voided'] as const;
export type ResolutionState = (typeof RESOLUTION_STATES)[number];

/** Who has to do a task: đảng viên, tổ chức. */
export const ASSIGNEE_KINDS = ['member', 'unit'] as const;
export type AssigneeKind = (typeof ASSIGNEE_KINDS)[number];

/** Kind of document: NQ, KL, KH … A code, not a closed list: who may issue what differs and changes (DOMAIN.md 3.4). */
export const DOCUMENT_TYPE = /^[A-ZĐ]{1,10}$/;

/**
 * `meetings.resolution-recorded.v1`: a resolution's whole state after one version, with its tasks. Codes, dates and
 * opaque ids only; titles and texts are read over REST, by who may.
 */
export const resolutionRecordedV1 = z.object({
  resolutionId: uuid,
  version,
  /** The branch or committee that adopted it: where it counts. */
  unitId: uuid,
  state: z.enum(RESOLUTION_STATES),
  type: z.string().regex(DOCUMENT_TYPE),
  adoptedOn: localDate,
  /** The meeting that adopted it; null: a committee did. */
  meetingId: uuid.nullable(),
  /** `deadline` is the last day in time. A task is open until it is done or dropped, never both. */
  tasks: z.array(
    z.object({
      taskId: uuid,
      assignee: z.object({ kind: z.enum(ASSIGNEE_KINDS), id: uuid }),
      deadline: localDate,
      doneOn: localDate.nullable(),
      droppedOn: localDate.nullable(),
    }),
  ),
  /** Where it counts from a day on, one after the other, since its unit ended; absent: at its unit. */
  held: z.array(z.object({ unitId: uuid, from: localDate })).optional(),
});
export type ResolutionRecordedV1 = z.infer<typeof resolutionRecordedV1>;
