import { bulkBody } from '#bulk';
import type { TextBody } from '#http';

const ID = '[0-9a-fA-F-]{36}';

/** Routes that take files. What is too large for the plain one is taken by a job, in parts. */
export const BULK_BODIES: readonly TextBody[] = [
  bulkBody('/v1/meetings/bulk', 'file-needs-job'),
  bulkBody(new RegExp(`^/v1/meetings/bulk/jobs/${ID}/parts/\\d{1,6}$`), 'part-too-large'),
];
