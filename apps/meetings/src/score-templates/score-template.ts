import type { MeetingKind, ScoreGrade } from '#contracts';

/**
 * What becomes of an item that does not apply to a meeting (DOMAIN.md 3.5): it has full marks; it is taken out and the rest
 * stretched to 100; its points are lost.
 */
export const NOT_APPLICABLE = ['full-marks', 'rescale', 'lost'] as const;
export type NotApplicable = (typeof NOT_APPLICABLE)[number];

/** Points are whole numbers of tenths everywhere but in requests and answers. */
export const TENTHS = 10;
/** What the heads of every sheet add up to: 100 points, so that scores by different sheets are of one measure. */
export const FULL_MARKS = 100 * TENTHS;

export type Labels = { vi: string; en: string };

/** A step of an item, when it may not have any other points. */
export interface ScoreOption {
  points: number;
  labels: Labels;
}

export interface ScoreItem {
  /** Once in the whole sheet. */
  code: string;
  labels: Labels;
  max: number;
  /** The only points it may have; null: anything up to `max`. */
  options: ScoreOption[] | null;
  /** Null: it always applies. */
  notApplicable: NotApplicable | null;
}

export interface ScoreHead {
  code: string;
  labels: Labels;
  max: number;
  items: ScoreItem[];
}

/** Least points of each grade; below the last it is poor. */
export type GradeBands = Record<Exclude<ScoreGrade, 'poor'>, number>;

/** A score sheet (phiếu chấm điểm). */
export interface ScoreSheet {
  labels: Labels;
  kinds: MeetingKind[];
  heads: ScoreHead[];
  grades: GradeBands;
}

/** One version of a template. It is never changed: another one follows it. */
export interface TemplateVersion {
  code: string;
  version: number;
  /** Whose it is: used by the unit and all below it. Null: of the whole tree. */
  unitId: string | null;
  /** First local date of meetings that are scored by it. */
  from: string;
  /** The regulation. */
  source: string;
  /** Null: from then on there is none. */
  sheet: ScoreSheet | null;
}

/** As stored. */
export interface TemplateDocument extends TemplateVersion {
  /** `<code>/<version>`. */
  _id: string;
  /** OIDC `sub` of who made it; null: it came with the system. */
  actor: string | null;
  at: Date;
}

/** Names of the collections. */
export const SCORE_TEMPLATES = 'score_templates';
export const SCORE_TEMPLATES_HEAD = 'score_templates_head';
