import { CASE_FIGURES } from './case-measures.js';
import { OPINION_FIGURES, RESOLUTION_FIGURES } from './followup-measures.js';
import { MEETING_FIGURES } from './meeting-measures.js';
import { COMPOSITION_FIGURES, MEMBER_FIGURES } from './member-measures.js';
import { REPORT_FIGURES } from './report-measures.js';
import { SESSION_FIGURES } from './session-measures.js';
import { SCORE_FIGURES } from './score-measures.js';
import { VISIT_FIGURES } from './visit-measures.js';
import type { Measure } from './measures.rules.js';

/** All measures that are the same in every installation, in the order they are shown; report types add theirs. */
export const MEASURES: readonly Measure[] = [
  ...MEETING_FIGURES,
  ...RESOLUTION_FIGURES,
  ...OPINION_FIGURES,
  ...SESSION_FIGURES,
  ...SCORE_FIGURES,
  ...VISIT_FIGURES,
  ...MEMBER_FIGURES,
  ...COMPOSITION_FIGURES,
  ...CASE_FIGURES,
  ...REPORT_FIGURES,
];

/** The measure with a code, or undefined. */
export const measureByCode = (code: string): Measure | undefined => MEASURES.find((measure) => measure.code === code);
