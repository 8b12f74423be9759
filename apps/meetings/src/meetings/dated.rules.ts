import { dayOf, type Day } from '#calendar';
import type { MeetingKind } from '#contracts';

/** Numbers set by directives change: each holds from a date on and names its source (DOMAIN.md 3.1). */
interface Dated {
  /** First local date of meetings it is applied to. */
  readonly from: string;
  readonly source: string;
}

interface MinimumRule extends Dated {
  /** Whole minutes a meeting must last at least; null: no minimum is stated. */
  readonly minutes: { readonly [kind in MeetingKind]: number | null } & {
    /** A regular meeting with a thematic part in one session. */
    readonly regularWithThematic: number | null;
  };
}

/** Minimum length of a session. Before the first of these no rule is known, so nothing was too short. */
export const MINIMUM_MINUTES: readonly MinimumRule[] = [
  {
    from: '2018-07-06',
    source: 'HD 12-HD/BTCTW, 6/7/2018: at least 90 minutes',
    minutes: { regular: 90, regularWithThematic: 90, thematic: null, extraordinary: null },
  },
  {
    from: '2025-10-28',
    source: 'HD 42-HD/BTCTW, 28/10/2025: at least 90 minutes, 120 with a thematic part in the same session',
    minutes: { regular: 90, regularWithThematic: 120, thematic: null, extraordinary: null },
  },
];

interface LateRule extends Dated {
  /** Hours after its end within which a meeting is closed in time. */
  readonly hours: number;
}

/**
 * When a closing is a late entry. No rule before HD 42 is known; its two days are applied to every date, because what
 * the measure tells, how late figures reached the system, has the same meaning for all of them.
 */
export const CLOSING_IN_TIME: readonly LateRule[] = [
  { from: '1930-02-03', hours: 48, source: 'HD 42-HD/BTCTW, 28/10/2025: finalised papers within 2 days' },
];

interface AheadRule extends Dated {
  /** Hours before the start of a meeting by which something must be with its members. */
  readonly hours: number;
}

const HD_42 = 'HD 42-HD/BTCTW, 28/10/2025';

/** When documents must be on the e-handbook. */
export const DOCUMENTS_AHEAD: readonly AheadRule[] = [
  { from: '2025-10-28', hours: 24, source: `${HD_42}: at least 1 day before` },
];

/** When time, place and content must be told. */
export const NOTICE_AHEAD: readonly AheadRule[] = [
  { from: '2025-10-28', hours: 0, source: `${HD_42}: names no number, so it must be told before the meeting begins` },
];

/** The rule of a day: the last that began on or before it. */
function ruleOf<R extends Dated>(rules: readonly R[], day: Day): R | undefined {
  return rules.findLast((rule) => dayOf(rule.from) <= day);
}

/** Least whole minutes for a meeting of a local day; null when none is stated. */
export function minimumMinutes(kind: MeetingKind, withThematic: boolean, day: Day): number | null {
  const minutes = ruleOf(MINIMUM_MINUTES, day)?.minutes;
  return minutes?.[kind === 'regular' && withThematic ? 'regularWithThematic' : kind] ?? null;
}

const MILLIS_OF_HOUR = 3_600_000;

/** True when a meeting of a local day was closed in the system later than the rule allows after its end. */
export function closedLate(day: Day, endsAt: Date, closedAt: Date): boolean {
  const rule = ruleOf(CLOSING_IN_TIME, day);
  return rule !== undefined && closedAt.getTime() - endsAt.getTime() > rule.hours * MILLIS_OF_HOUR;
}

/** Whether something was sent as long ahead as the rule of the day asks; null when it was not, or without a rule. */
export function sentInTime(rules: readonly AheadRule[], day: Day, startsAt: Date, sentAt: Date | null): boolean | null {
  const rule = ruleOf(rules, day);
  if (!rule || !sentAt) return null;
  return startsAt.getTime() - sentAt.getTime() >= rule.hours * MILLIS_OF_HOUR;
}
