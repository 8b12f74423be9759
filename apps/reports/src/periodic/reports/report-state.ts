import { dateOf, dayOf, nextPeriod, type Calendar, type Period } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type ReportChangedV1 } from '#contracts';
import { canonicalJson, derivedUuid } from '#http';
import { unscaled } from '../types/decimal.rules.js';
import type { ReportType } from '../types/report-type.js';
import { isHandedIn, type Report, type ReportPeriod } from './report.rules.js';
import type { ReportDocument, ReportVersionDocument } from './report.schema.js';
import type { ReportAnswer, ReportVersionAnswer } from './reports.dto.js';

/** One id for unit, type and period, so that a second report of them has nowhere to go. */
export const reportIdOf = (unitId: string, type: string, periodId: string): string =>
  derivedUuid(canonicalJson(['report', unitId, type, periodId]));

export const storedPeriod = ({ id, from, to }: Period, calendar: Calendar): ReportPeriod => ({
  calendar: calendar.code,
  id,
  from: dateOf(from),
  to: dateOf(to),
});

export const periodOfReport = ({ id, from, to }: ReportPeriod): Period => ({ id, from: dayOf(from), to: dayOf(to) });

/**
 * Last day of the next period: on it the next level of a stock is due. After the last period of a list none is ever due:
 * the level holds as long again as its period was.
 */
export function heldToOf(period: Period, { periodKind }: Pick<ReportType, 'periodKind'>, calendar: Calendar): string {
  const next = nextPeriod(period, periodKind, calendar);
  return dateOf(next ? next.to - 1 : period.to + (period.to - period.from) - 1);
}

export function fromDocument(document: ReportDocument): Report {
  const { _id, version: _version, reason: _reason, recordedAt: _recordedAt, ...report } = document;
  return report;
}

export const receiptOf = ({ _id, version }: ReportDocument): Receipt => ({
  source: 'reports',
  factId: FACT_PREFIXES.report + _id,
  version,
});

/** The event of a version: numbers of what stands as handed in, and never a word of it. */
export const toEvent = (document: ReportDocument): ReportChangedV1 => ({
  reportId: document._id,
  version: document.version,
  unitId: document.unitId,
  type: document.type,
  typeVersion: document.typeVersion,
  period: document.period,
  state: document.state,
  nil: document.nil,
  submittedAt: document.submittedAt?.toISOString() ?? null,
  values: isHandedIn(document)
    ? document.values.map(({ measure, semantics, value, scale }) => ({ measure, semantics, value, scale }))
    : [],
  heldTo: document.heldTo,
});

/** A report as clients see it: which sections are filled in, not what they say. */
export const toAnswer = (document: ReportDocument): ReportAnswer => ({
  id: document._id,
  version: document.version,
  unitId: document.unitId,
  type: document.type,
  typeVersion: document.typeVersion,
  period: document.period,
  state: document.state,
  nil: document.nil,
  values: document.values.map(({ measure, value, scale, estimate }) => ({
    measure,
    value: unscaled(value, scale),
    estimate,
  })),
  sectionsFilled: document.sections.map(({ section }) => section),
  ...(document.prefilled && {
    prefilled: {
      asOf: document.prefilled.asOf.toISOString(),
      treeRevision: document.prefilled.treeRevision,
      figures: document.prefilled.figures,
    },
  }),
  submittedAt: document.submittedAt?.toISOString() ?? null,
  reason: document.reason,
  recordedAt: document.recordedAt.toISOString(),
  receipt: encodeReceipt(receiptOf(document)),
  ...(document.followed && {
    movedByAct: { id: document.followed.act.id, decision: document.followed.act.decision },
  }),
});

export const toVersionAnswer = ({
  version,
  actor,
  at,
  reason,
  report,
}: ReportVersionDocument): ReportVersionAnswer => ({
  version,
  actor,
  at: at.toISOString(),
  reason,
  report: toAnswer(report),
});
