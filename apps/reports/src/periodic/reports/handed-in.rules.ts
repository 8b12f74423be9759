import type { Period } from '#calendar';
import type { Level, ReportState } from '#contracts';
import { daysOf, overlapOf, type Tree } from '#tree';
import { isHandedIn } from './report.rules.js';

/** How a superior sees the report of a unit below: a draft is the unit's own business, so it is missing. */
export const HANDED_IN_STATES = ['missing', 'submitted', 'returned', 'accepted'] as const;
export type HandedInState = (typeof HANDED_IN_STATES)[number];

/** As much of a report as the list needs. */
export interface ReportBrief {
  _id: string;
  unitId: string;
  state: ReportState;
  nil: boolean;
  submittedAt: Date | null;
}

export interface HandedInRow {
  unitId: string;
  code: string;
  state: HandedInState;
  reportId: string | null;
  nil: boolean;
  submittedAt: Date | null;
}

/** `handedIn` stands as handed in, accepted ones included; expected = handedIn + returned + missing. */
export interface HandedInCounts {
  expected: number;
  handedIn: number;
  nil: number;
  accepted: number;
  returned: number;
  missing: number;
}

/**
 * The units below one that report a period, by the tree of its last day, in order of their codes: they live on some day
 * of it at a level that the type asks.
 */
export function reportersBelow(
  tree: Tree,
  unitId: string,
  levels: readonly Level[],
  period: Period,
): { unitId: string; code: string }[] {
  const found: { unitId: string; code: string }[] = [];
  for (const id of tree.subtree(unitId, period.to - 1)) {
    if (id === unitId) continue;
    const stretches = tree.get(id)?.stretches ?? [];
    const last = stretches.findLast(
      (stretch) => levels.includes(stretch.level) && overlapOf(daysOf(stretch), period) !== undefined,
    );
    if (last) found.push({ unitId: id, code: last.code });
  }
  return found.sort((a, b) => compare(a.code, b.code) || compare(a.unitId, b.unitId));
}

const seen = (state: ReportState): HandedInState => (state === 'draft' || state === 'voided' ? 'missing' : state);

/** A row for each unit that reports, with what it handed in. */
export function handedInRows(
  reporters: readonly { unitId: string; code: string }[],
  reports: readonly ReportBrief[],
): HandedInRow[] {
  const byUnit = new Map(reports.map((report) => [report.unitId, report]));
  return reporters.map(({ unitId, code }) => {
    const report = byUnit.get(unitId);
    const state = report ? seen(report.state) : 'missing';
    if (!report || state === 'missing')
      return { unitId, code, state: 'missing', reportId: null, nil: false, submittedAt: null };
    return { unitId, code, state, reportId: report._id, nil: report.nil, submittedAt: report.submittedAt };
  });
}

export function countsOf(rows: readonly HandedInRow[]): HandedInCounts {
  const count = (fits: (row: HandedInRow) => boolean): number => rows.filter(fits).length;
  const stands = ({ state }: HandedInRow): boolean => state !== 'missing' && isHandedIn({ state });
  return {
    expected: rows.length,
    handedIn: count(stands),
    nil: count((row) => stands(row) && row.nil),
    accepted: count(({ state }) => state === 'accepted'),
    returned: count(({ state }) => state === 'returned'),
    missing: count(({ state }) => state === 'missing'),
  };
}

/** The rows of a page: those after a key of (code, unit). */
export const rowsAfter = (rows: readonly HandedInRow[], after: { code: string; unitId: string } | null) =>
  after === null
    ? rows
    : rows.filter((row) => (compare(row.code, after.code) || compare(row.unitId, after.unitId)) > 0);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
