import { dayOf } from '#calendar';
import type { Level } from '#contracts';
import { heirOn, livesOf, type Lineage } from '#tree';
import { periodOfReport } from './report-state.js';
import { reportsIn, type Report } from './report.rules.js';

/** It lies with its unit: nobody above has it. */
export const isDraft = ({ state }: Pick<Report, 'state'>): boolean => state === 'draft' || state === 'returned';

/** Whether its unit has ended before its period began, so that it owes nothing for it. */
export function isOwedNoMore(tree: Lineage, { unitId, period }: Report): boolean {
  const record = tree.get(unitId);
  const ended = record && livesOf(record).at(-1)?.to;
  return ended !== undefined && ended <= dayOf(period.from);
}

/** Who owes it then; undefined: nobody that the type asks. */
export function owedBy(tree: Lineage, { unitId, period }: Report, levels: readonly Level[]): string | undefined {
  const heir = heirOn(tree, unitId, dayOf(period.from));
  return heir !== undefined && reportsIn(tree.get(heir), levels, periodOfReport(period)) ? heir : undefined;
}

/** The same told by another unit, as a draft: it has handed in nothing yet. */
export const draftOf = (report: Report, unitId: string): Report => {
  const { followed: _followed, ...rest } = report;
  return { ...rest, unitId, state: 'draft', prefilled: null, submittedAt: null, submittedBy: null };
};
