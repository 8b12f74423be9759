// What scores and the attendance of superiors say of figures, written again from DOMAIN.md 3.5 and 3.6.
import type { Figures, OracleFacts } from './facts.js';

/** One side: tenths of a point earned and reachable once items that do not apply are reckoned with. */
export type OracleScoring = { earned: number; reachable: number };
/** A score as its last command was acknowledged. */
export type OracleScore = { meetingId: string; self: OracleScoring | null; superior: OracleScoring | null };
export type OracleVisits = { meetingId: string; visitors: string[] };
export type OraclePlan = {
  id: string;
  voided: boolean;
  unitId: string;
  visitorId: string;
  from: string;
  to: string;
  everyMonths: number;
};
/** What is needed of a meeting: where and when, and whether it counts. Units in the same session count as attended. */
export type OracleSession = { unitId: string; date: string; closed: boolean; unitIds: string[] };

/** Measures that are kept in parts of their unit, and how many parts make one. */
export const SCALED: Readonly<Record<string, number>> = {
  'scores.points': 10,
  'scores.reachable': 10,
  'scores.self-points': 10,
  'scores.superior-points': 10,
  'scores.difference': 10,
};

/** Tenths of 100 points: 947.3… is 947, and a half goes up. */
function pointsOf({ earned, reachable }: OracleScoring): number {
  const whole = Math.trunc((earned * 1000) / reachable);
  const rest = earned * 1000 - whole * reachable;
  return rest * 2 >= reachable ? whole + 1 : whole;
}

const gradeOf = (points: number): string =>
  points >= 900 ? 'good' : points >= 700 ? 'fair' : points >= 500 ? 'average' : 'poor';

/** On the day of its meeting, while that counts: the superior's points if he gave any, else the branch's own. */
export function addScore(
  facts: OracleFacts,
  { self, superior }: OracleScore,
  session: OracleSession | undefined,
): void {
  const one = superior ?? self;
  if (!one || !session?.closed) return;
  const points = pointsOf(one);
  const figures: Figures = {
    'scores.given': 1,
    'scores.points': points,
    'scores.reachable': 1000,
    [`scores.grade-${gradeOf(points)}`]: 1,
  };
  if (self) Object.assign(figures, { 'scores.self-given': 1, 'scores.self-points': pointsOf(self) });
  if (superior) Object.assign(figures, { 'scores.superior-given': 1, 'scores.superior-points': pointsOf(superior) });
  if (self && superior)
    Object.assign(figures, { 'scores.both-given': 1, 'scores.difference': pointsOf(superior) - pointsOf(self) });
  facts.flows.push({ unitId: session.unitId, date: session.date, kind: null, figures });
}

export function addVisits(facts: OracleFacts, visits: OracleVisits, session: OracleSession | undefined): void {
  const { length: made } = visits.visitors;
  if (session?.closed && made > 0)
    facts.flows.push({ unitId: session.unitId, date: session.date, kind: null, figures: { 'visits.made': made } });
}

const nextMonth = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};
const lastDay = (month: string): string =>
  new Date(Date.parse(`${nextMonth(month)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Each month due counts on its last day; it is kept when the visitor was at the branch once in it, or more often. */
export function addPlan(
  facts: OracleFacts,
  plan: OraclePlan,
  visits: readonly (OracleVisits & { session: OracleSession | undefined })[],
): void {
  if (plan.voided) return;
  const attended = visits
    .filter(({ visitors, session }) => session?.closed && visitors.includes(plan.visitorId))
    .filter(({ session }) => session?.unitIds.includes(plan.unitId))
    .map(({ session }) => session?.date.slice(0, 7));
  let wait = 0;
  for (let month = plan.from; month <= plan.to; month = nextMonth(month)) {
    if (wait === 0) {
      const figures: Figures = { 'visits.planned': 1, ...(attended.includes(month) ? { 'visits.kept': 1 } : {}) };
      facts.flows.push({ unitId: plan.unitId, date: lastDay(month), kind: null, figures });
      wait = plan.everyMonths;
    }
    wait -= 1;
  }
}
