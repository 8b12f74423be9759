import { Schema } from 'mongoose';
import type { EnteredValue, SectionText } from './content.rules.js';
import type { FrozenFigure, Prefilled, Report, ReportPeriod } from './report.rules.js';

/** A report as stored: its newest version. */
export interface ReportDocument extends Report {
  /** Made of unit, type and period, so that there can be only one. */
  _id: string;
  version: number;
  /** Why it was returned or voided; null for other versions. */
  reason: string | null;
  recordedAt: Date;
}

/** One version of a report: who made it, when and why, and the whole state after it. */
export interface ReportVersionDocument {
  /** `<reportId>/<version>`: a version is written once. */
  _id: string;
  reportId: string;
  version: number;
  /** OIDC `sub` of who made it. */
  actor: string;
  at: Date;
  reason: string | null;
  report: ReportDocument;
}

/** Who read the words of a report, and when. Never what they said. */
export interface TextReadDocument {
  reportId: string;
  version: number;
  unitId: string;
  person: string;
  at: Date;
}

/** Names of the models and of their collections. */
export const REPORTS = 'reports';
export const REPORT_VERSIONS = 'report_versions';
export const REPORT_TEXT_READS = 'report_text_reads';

/** Collections and indexes are made by migrations only (DESIGN.md 4, Reads), so Mongoose must not make any. */
const options = { versionKey: false, autoIndex: false, autoCreate: false, strict: 'throw' } as const;
const part = { _id: false } as const;
const text = { type: String, required: true };
const count = { type: Number, required: true };

const value = new Schema<EnteredValue>(
  { measure: text, semantics: text, scale: count, value: count, estimate: { type: Boolean, required: true } },
  part,
);
const section = new Schema<SectionText>({ section: text, text }, part);
const period = new Schema<ReportPeriod>({ calendar: text, id: text, from: text, to: text }, part);
const figure = new Schema<FrozenFigure>(
  { measure: text, value: { type: Number, default: null }, numerator: Number, denominator: Number },
  part,
);
const prefilled = new Schema<Prefilled>(
  { asOf: { type: Date, required: true }, treeRevision: count, figures: { type: [figure], required: true } },
  part,
);

export const reportSchema = new Schema<ReportDocument>(
  {
    _id: text,
    version: count,
    unitId: text,
    type: text,
    typeVersion: count,
    period: { type: period, required: true },
    heldTo: text,
    state: text,
    nil: { type: Boolean, required: true },
    values: { type: [value], required: true },
    sections: { type: [section], required: true },
    prefilled: { type: prefilled, default: null },
    submittedAt: { type: Date, default: null },
    submittedBy: { type: String, default: null },
    writtenBy: text,
    reason: { type: String, default: null },
    recordedAt: { type: Date, required: true },
    followed: { type: Object },
  },
  { ...options, collection: REPORTS },
);

export const reportVersionSchema = new Schema<ReportVersionDocument>(
  {
    _id: text,
    reportId: text,
    version: count,
    actor: text,
    at: { type: Date, required: true },
    reason: { type: String, default: null },
    report: { type: reportSchema, required: true },
  },
  { ...options, collection: REPORT_VERSIONS },
);
