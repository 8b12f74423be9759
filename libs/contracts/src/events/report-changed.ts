import { z } from 'zod';
import { instant, localDate, uuid, version } from '../formats.js';

/** Báo cáo: nháp, đã nộp, trả lại, đã duyệt tiếp nhận (DOMAIN.md 5.5). */
export const REPORT_STATES = ['draft', 'submitted', 'returned', 'accepted', 'voided'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** How a hand-entered measure adds over time (DOMAIN.md 5.3). */
export const ENTERED_SEMANTICS = ['flow', 'stock'] as const;
export type EnteredSemantics = (typeof ENTERED_SEMANTICS)[number];

/** Code of a report type or of a hand-entered measure: words with hyphens and dots, `economy.enterprises`. */
export const dataCode = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/);

/** `reports.report-changed.v1`: a unit's report for a period, whole, after one version. No text of it is told. */
export const reportChangedV1 = z.object({
  reportId: uuid,
  version,
  unitId: uuid,
  type: dataCode,
  typeVersion: version,
  /** `from` and `to` are days; `to` is the first after it. */
  period: z.object({ calendar: z.string().max(40), id: z.string().max(30), from: localDate, to: localDate }),
  state: z.enum(REPORT_STATES),
  /** Không phát sinh: said to be so, not left blank. */
  nil: z.boolean(),
  /** When the version that stands was handed in; null before. */
  submittedAt: instant.nullable(),
  /** Hand-entered measures. Whole numbers: of 10^-scale of the measure's unit. A stock holds until `heldTo`. */
  values: z.array(
    z.object({ measure: dataCode, semantics: z.enum(ENTERED_SEMANTICS), value: z.int(), scale: z.int().min(0).max(6) }),
  ),
  /** First day on which a stock of this report holds no more: the last day of the next period. */
  heldTo: localDate,
});
export type ReportChangedV1 = z.infer<typeof reportChangedV1>;
