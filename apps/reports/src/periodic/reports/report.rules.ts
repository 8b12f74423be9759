import { dayOf, type Day, type Period } from '#calendar';
import { Refusal, refused, requireReason, type Level, type ReportState, type UnitRecord } from '#contracts';
import { daysOf, livesOf, notAlive, overlapOf, type ActName, type Lineage } from '#tree';
import type { ReportType } from '../types/report-type.js';
import { requireComplete, type Content } from './content.rules.js';

/** A figure as it stood when the report was handed in. */
export interface FrozenFigure {
  measure: string;
  value: number | null;
  numerator?: number;
  denominator?: number;
}

/** What events said of the unit and period at an instant. */
export interface Prefilled {
  asOf: Date;
  treeRevision: number;
  figures: FrozenFigure[];
}

/** Days as local dates; `to` is the first after it. */
export interface ReportPeriod {
  calendar: string;
  id: string;
  from: string;
  to: string;
}

/** The whole state of a report, without its version. */
export interface Report extends Content {
  unitId: string;
  type: string;
  typeVersion: number;
  period: ReportPeriod;
  /** Last day of the next period: from then on a stock of this one holds no more. */
  heldTo: string;
  state: ReportState;
  /** Figures of the events, frozen as it was handed in. */
  prefilled: Prefilled | null;
  submittedAt: Date | null;
  /** OIDC `sub` of who handed it in, and of who wrote what it says: neither may accept it. */
  submittedBy: string | null;
  writtenBy: string;
  /**
   * The act after which its unit owes it no more: the version that voided it, what it was before, and the draft that who
   * goes on has of it.
   */
  followed?: { act: ActName; version: number; state: ReportState; copy: { id: string; version: number } | null };
}

/** Who acts, and when. */
export interface Act {
  sub: string;
  now: Date;
  today: Day;
}

/** A unit reports a period on some day of which it lives at a level that the type asks. */
export const reportsIn = (record: UnitRecord | undefined, levels: readonly Level[], period: Period): boolean =>
  record?.stretches.some(
    (stretch) => levels.includes(stretch.level) && overlapOf(daysOf(stretch), period) !== undefined,
  ) ?? false;

/** @throws Refusal 422 `unit-not-alive` for a period after its end, `unit-hands-in-none` */
export function requireReporter(tree: Lineage, unitId: string, levels: readonly Level[], period: Period): void {
  const record = tree.get(unitId);
  if (reportsIn(record, levels, period)) return;
  const ended = record && livesOf(record).at(-1)?.to;
  if (ended !== undefined && ended <= period.from) throw notAlive(tree, unitId, period.from, 'unitId');
  throw refused('unit-hands-in-none', 'unitId');
}

/** What a report is of, with its first content. */
export const drafted = (
  of: Pick<Report, 'unitId' | 'type' | 'typeVersion' | 'period' | 'heldTo'>,
  content: Content,
  { sub }: Act,
): Report => ({
  ...of,
  ...content,
  state: 'draft',
  prefilled: null,
  submittedAt: null,
  submittedBy: null,
  writtenBy: sub,
});

/**
 * Other content, while it lies with the unit: as a draft, or returned to be corrected.
 * @throws Refusal already-submitted, report-voided (409)
 */
export function rewritten(report: Report, content: Content, { sub }: Act): Report {
  requireOpen(report);
  return { ...report, ...content, writtenBy: sub };
}

/**
 * Handed in, from the last day of its period on: before, what is to come could not be known.
 * @throws Refusal already-submitted, report-voided (409), period-not-over, and what is missing (422)
 */
export function submitted(report: Report, type: ReportType, prefilled: Prefilled, { sub, now, today }: Act): Report {
  requireOpen(report);
  if (today < dayOf(report.period.to) - 1) throw refused('period-not-over', 'period');
  requireComplete(report, type);
  return { ...report, state: 'submitted', prefilled, submittedAt: now, submittedBy: sub };
}

/**
 * Sent back to the unit with a reason; also one that was accepted, to be corrected (DOMAIN.md 5.5).
 * @throws Refusal reason-required (422), not-submitted, report-voided (409), own-work (403)
 */
export function returned(report: Report, reason: string, act: Act): Report {
  requireReason(reason);
  requireHandedIn(report);
  requireForeignWork(report, act);
  return { ...report, state: 'returned' };
}

/** @throws Refusal not-submitted, already-accepted, report-voided (409), own-work (403) */
export function accepted(report: Report, act: Act): Report {
  if (report.state === 'accepted') throw new Refusal('conflict', 'already-accepted');
  requireHandedIn(report);
  requireForeignWork(report, act);
  return { ...report, state: 'accepted' };
}

/**
 * Entered by mistake: it counts nowhere any more and stays readable. What a superior accepted, only they can send back.
 * @throws Refusal reason-required (422), already-accepted, report-voided (409)
 */
export function voided(report: Report, reason: string): Report {
  requireReason(reason);
  if (report.state === 'voided') throw new Refusal('conflict', 'report-voided');
  if (report.state === 'accepted') throw new Refusal('conflict', 'already-accepted');
  return { ...report, state: 'voided' };
}

/** Whether it stands as handed in, so that its values count. */
export const isHandedIn = ({ state }: Pick<Report, 'state'>): boolean => state === 'submitted' || state === 'accepted';

function requireOpen({ state }: Report): void {
  if (state === 'voided') throw new Refusal('conflict', 'report-voided');
  if (state === 'submitted' || state === 'accepted') throw new Refusal('conflict', 'already-submitted');
}

function requireHandedIn(report: Report): void {
  if (report.state === 'voided') throw new Refusal('conflict', 'report-voided');
  if (!isHandedIn(report)) throw new Refusal('conflict', 'not-submitted');
}

/** Nobody approves their own work, also when they hold two offices (DESIGN.md 8, DOMAIN.md 10.13). */
function requireForeignWork({ submittedBy, writtenBy }: Report, { sub }: Act): void {
  if (sub === submittedBy || sub === writtenBy) throw new Refusal('forbidden', 'own-work');
}
