import type { MeetingKind, ScoreGrade, Scorer } from '#contracts';
import type { VersionedFact } from '../facts/versioned-facts.js';

/** What an item of the sheet got, in tenths of a point; null: it does not apply to this meeting. */
export interface ItemPoints {
  item: string;
  points: number | null;
}

/** Why points of an item were lost. Free text: read with a right of its own. */
export interface Loss {
  item: string;
  text: string;
}

/** One whole scoring of a meeting. */
export interface ScorePart {
  items: ItemPoints[];
  /** Tenths of 100 points, items that do not apply reckoned in. */
  points: number;
  grade: ScoreGrade;
  losses: Loss[];
}

/** How a meeting was scored, without its version. */
export interface Score extends Record<Scorer, ScorePart | null> {
  /** Of the meeting as it was known when the version was made. */
  unitId: string;
  date: string;
  kind: MeetingKind;
  /** The sheet that both were scored by. */
  template: { code: string; version: number };
  /** OIDC `sub`s of everybody who ever scored on either side: nobody scores on both. */
  selfBy: string[];
  superiorBy: string[];
}

/** As stored: `_id` is the meeting's. */
export interface ScoreDocument extends Score, VersionedFact {}

/** What a version did. */
export const SCORE_ACTS = ['self-scored', 'superior-scored', 'voided', 'meeting-changed'] as const;
export type ScoreAct = (typeof SCORE_ACTS)[number];

/** Name of the collection. */
export const SCORES = 'scores';
