import type { CaseChangedV1 } from '#contracts';
import { Schema } from 'mongoose';
import type { Case, Finding, Obligation } from './case.js';

/** A case as stored: its newest version, with its free texts. */
export interface CaseDocument extends Case {
  _id: string;
  version: number;
  recordedAt: Date;
  /** What this version did, as its event says; with it the event can be made again. Versions of old lack it. */
  change?: CaseChangedV1['change'];
}

/** One version of a case: who made it, when and why, and the whole state after it. */
export interface CaseVersionDocument {
  /** `<caseId>/<version>`: a version is written once. */
  _id: string;
  caseId: string;
  version: number;
  /** OIDC `sub` of who made it. */
  actor: string;
  at: Date;
  reason: string | null;
  case: CaseDocument;
}

/** Names of the models and of their collections. */
export const CASES = 'cases';
export const CASE_VERSIONS = 'case_versions';

const text = { type: String, required: true };
const perhaps = { type: String, default: null };

const finding = new Schema<Finding>(
  { findingId: text, date: text, severity: text, content: text, summary: text, withdrawnOn: perhaps },
  { _id: false },
);
const obligation = new Schema<Obligation>(
  { obligationId: text, due: text, responsibleUnitId: text, fulfilledOn: perhaps, text, evidence: perhaps },
  { _id: false },
);

const change = new Schema<CaseChangedV1['change']>({ what: text, on: text, severity: perhaps }, { _id: false });

/** Collections and indexes are made by migrations only (DESIGN.md 4, Reads), so Mongoose must not make any. */
const options = { versionKey: false, autoIndex: false, autoCreate: false, strict: 'throw' } as const;

export const caseSchema = new Schema<CaseDocument>(
  {
    _id: text,
    version: { type: Number, required: true },
    unitId: text,
    committeeId: text,
    kind: text,
    form: text,
    object: text,
    memberId: perhaps,
    openedOn: text,
    state: text,
    concludedOn: perhaps,
    closedOn: perhaps,
    annulledOn: perhaps,
    findings: { type: [finding], required: true },
    conclusion: perhaps,
    obligations: { type: [obligation], required: true },
    recordedAt: { type: Date, required: true },
    change: { type: change },
    followed: { type: Object },
  },
  { ...options, collection: CASES },
);

export const caseVersionSchema = new Schema<CaseVersionDocument>(
  {
    _id: text,
    caseId: text,
    version: { type: Number, required: true },
    actor: text,
    at: { type: Date, required: true },
    reason: perhaps,
    case: { type: caseSchema, required: true },
  },
  { ...options, collection: CASE_VERSIONS },
);
