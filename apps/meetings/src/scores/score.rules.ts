import {
  Refusal,
  refused,
  requireReason,
  type FieldFault,
  type MeetingKind,
  type ScoreGrade,
  type Scorer,
} from '#contracts';
import { FULL_MARKS, type ScoreItem, type ScoreSheet } from '../score-templates/score-template.js';
import type { UsableTemplate } from '../score-templates/score-template.rules.js';
import type { ItemPoints, Loss, Score, ScorePart } from './score.js';

/** What a scorer states. */
export interface Scoring {
  by: Scorer;
  /** OIDC `sub` of who scores. */
  sub: string;
  items: ItemPoints[];
  losses: Loss[];
}

/** What a score takes from its meeting. */
export type ScoredMeeting = { unitId: string; date: string; kind: MeetingKind };

const OTHER: Record<Scorer, Scorer> = { self: 'superior', superior: 'self' };
const BY = { self: 'selfBy', superior: 'superiorBy' } as const;

/**
 * A score with one side of it scored, anew or again. Both sides use one sheet: that of the other side where it stands.
 * Whoever ever scored one side does not score the other, whatever offices they hold.
 *
 * @throws Refusal own-score (403), score-invalid with a path and code for each fault, nothing-scored (422)
 */
export function scored(
  before: Score | null,
  scoring: Scoring,
  meeting: ScoredMeeting,
  template: UsableTemplate,
): Score {
  const { by, sub } = scoring;
  const other = OTHER[by];
  if (before?.[BY[other]].includes(sub)) throw new Refusal('forbidden', 'own-score');
  const known = { selfBy: before?.selfBy ?? [], superiorBy: before?.superiorBy ?? [] };
  const { unitId, date, kind } = meeting;
  const { code, version } = template;
  return {
    unitId,
    date,
    kind,
    template: { code, version },
    self: null,
    superior: null,
    [other]: before?.[other] ?? null,
    ...known,
    [by]: partOf(template.sheet, scoring),
    [BY[by]]: [...new Set([...known[BY[by]], sub])],
  };
}

/** The sheet that a side must be scored by because the other one was. */
export const sheetOfOther = (before: Score | null, by: Scorer): Score['template'] | null =>
  before?.[OTHER[by]] ? before.template : null;

/**
 * Entered by mistake: neither side stands any more. Who scored stays known, and it may be scored afresh.
 * @throws Refusal reason-required (422), score-voided (409)
 */
export function voided(score: Score, reason: string): Score {
  requireReason(reason);
  if (!stands(score)) throw new Refusal('conflict', 'score-voided');
  return { ...score, self: null, superior: null };
}

/** The score after its meeting became another; null when that changes nothing of it. A voided meeting has no score. */
export function followed(score: Score, meeting: ScoredMeeting & { state: string }): Score | null {
  const { unitId, date, kind, state } = meeting;
  if (state === 'voided') return stands(score) ? { ...score, self: null, superior: null } : null;
  if (score.unitId === unitId && score.date === date && score.kind === kind) return null;
  return { ...score, unitId, date, kind };
}

/** Whether any side of it is scored. */
export const stands = ({ self, superior }: Score): boolean => self !== null || superior !== null;

/** The side that counts: the superior's when there is one, else the self-score. */
export function counted({ self, superior }: Score): (ScorePart & { by: Scorer }) | null {
  if (superior) return { ...superior, by: 'superior' };
  return self && { ...self, by: 'self' };
}

function partOf(sheet: ScoreSheet, { items, losses }: Scoring): ScorePart {
  const known = new Map(sheet.heads.flatMap((head) => head.items.map((item) => [item.code, item] as const)));
  const faults = [
    ...items.flatMap((stated, at) => itemFaults(stated, known.get(stated.item), `items.${at}`)),
    ...items.flatMap(({ item }, at) =>
      items.findIndex((other) => other.item === item) < at ? [{ path: `items.${at}.item`, code: 'item-twice' }] : [],
    ),
    ...([...known.keys()].every((code) => items.some(({ item }) => item === code))
      ? []
      : [{ path: 'items', code: 'item-missing' }]),
    ...losses.flatMap(({ item }, at) =>
      known.has(item) ? [] : [{ path: `losses.${at}.item`, code: 'item-not-on-sheet' }],
    ),
  ];
  if (faults.length > 0) throw new Refusal('unprocessable', 'score-invalid', {}, faults);
  const points = totalOf(known, items);
  return { items, points, grade: gradeOf(sheet, points), losses };
}

function itemFaults({ points }: ItemPoints, item: ScoreItem | undefined, path: string): FieldFault[] {
  if (!item) return [{ path: `${path}.item`, code: 'item-not-on-sheet' }];
  if (points === null) return item.notApplicable === null ? [{ path: `${path}.points`, code: 'item-applies' }] : [];
  if (points > item.max) return [{ path: `${path}.points`, code: 'points-above-most' }];
  return item.options && !item.options.some((option) => option.points === points)
    ? [{ path: `${path}.points`, code: 'points-not-an-option' }]
    : [];
}

/**
 * The total in tenths. What is stretched is stretched over the whole sheet: earned × 1,000 / reachable, rounded half up to
 * a tenth once, at the end, in whole numbers.
 */
function totalOf(known: ReadonlyMap<string, ScoreItem>, items: readonly ItemPoints[]): number {
  let earned = 0;
  let reachable = FULL_MARKS;
  for (const { item: code, points } of items) {
    const item = known.get(code);
    if (!item) continue;
    if (points !== null) earned += points;
    else if (item.notApplicable === 'full-marks') earned += item.max;
    else if (item.notApplicable === 'rescale') reachable -= item.max;
  }
  if (reachable === 0) throw refused('nothing-scored', 'items');
  return Math.floor((2 * earned * FULL_MARKS + reachable) / (2 * reachable));
}

/** By the total as it is shown, so that nobody at 90.0 is other than good. */
function gradeOf({ grades }: ScoreSheet, points: number): ScoreGrade {
  if (points >= grades.good) return 'good';
  if (points >= grades.fair) return 'fair';
  return points >= grades.average ? 'average' : 'poor';
}
