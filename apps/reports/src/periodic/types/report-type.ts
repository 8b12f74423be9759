import type { EnteredSemantics, Level } from '#contracts';

export type Labels = { vi: string; en: string };

/** A part of a report that is told in words. */
export interface ReportSection {
  code: string;
  labels: Labels;
  required: boolean;
  maxLength: number;
}

/** What figures need to know of a hand-entered measure: no event carries it, a person counts it (DOMAIN.md 5.6). */
export interface EnteredMeasure {
  code: string;
  labels: Labels;
  /** Code of what is counted, `enterprise`, `billion-dong`. */
  unit: string;
  semantics: EnteredSemantics;
  /** Values are whole numbers of 10^-scale of the unit. */
  scale: number;
}

/** A hand-entered measure as a report type asks for it. Limits are in the unit, both included. */
export interface EntryField extends EnteredMeasure {
  min: number | null;
  max: number | null;
  required: boolean;
  /** May be marked as an estimate (ước). */
  estimateAllowed: boolean;
}

/** What one version of a report type asks for. */
export interface ReportTypeContent {
  labels: Labels;
  /** First day of periods that it holds for; a later version takes over from its own. */
  from: string;
  calendar: string;
  /** A kind of period that the calendar has; every one is reported. */
  periodKind: string;
  /** Levels of the units that hand it in. */
  levels: Level[];
  sections: ReportSection[];
  measures: EntryField[];
  /** Codes of the catalogue that are filled in from what events already say. */
  derived: string[];
}

/** A report type is data, and its versions are never changed: what was handed in is judged by what was asked. */
export interface ReportType extends ReportTypeContent {
  code: string;
  version: number;
}

export interface ReportTypeDocument extends ReportType {
  /** `<code>/<version>`. */
  _id: string;
  /** OIDC `sub` of who made it; null: it came with the system. */
  actor: string | null;
  at: Date;
}

export const REPORT_TYPES = 'report_types';
/** One document that every writing transaction counts up, so that two new types cannot take one code of a measure. */
export const REPORT_TYPES_HEAD = 'report_types_head';

export const withoutStamp = ({ _id, actor: _actor, at: _at, ...type }: ReportTypeDocument): ReportType => type;
