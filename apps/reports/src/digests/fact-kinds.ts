import { FACT_PREFIXES } from '#contracts';
import { factKind, type FactKind } from '#digests';
import { toEvent } from '../periodic/reports/report-state.js';
import { REPORTS, type ReportDocument } from '../periodic/reports/report.schema.js';

/** What this service holds itself that figures are made of: reports too are asked as any source is. */
export const FACT_KINDS: readonly FactKind[] = [
  factKind<'reports.report-changed.v1', ReportDocument>({
    type: 'reports.report-changed.v1',
    prefix: FACT_PREFIXES.report,
    collection: REPORTS,
    toEvent,
    home: ({ unitId, period }) => ({ unitId, month: period.from.slice(0, 7) }),
    unit: 'unitId',
    date: 'period.from',
  }),
];
