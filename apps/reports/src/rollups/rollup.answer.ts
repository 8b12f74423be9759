import { dateOf, type Calendar, type Period } from '#calendar';
import type { Span } from '#tree';
import type { Figure } from '../catalogue/measures.rules.js';
import type { CountedCompleteness } from './completeness.reader.js';
import type { Dispute } from '../reconciliation/disputes.reader.js';
import type { Freshness } from './freshness.rules.js';
import type { ReceiptStatus } from './receipts.rules.js';
import type { Row } from './rollup.rules.js';
import type { RowOf } from './rows.rules.js';
import { treeDto, type LensView } from '../lenses/lens.rules.js';
import type { FreshnessDto, PeriodDto, RollupDto, RowDto, UnitLabelDto } from './rollups.dto.js';

export const daysDto = ({ from, to }: Span) => ({ from: dateOf(from), to: dateOf(to) });

export const periodDto = (period: Period, calendar: Calendar): PeriodDto => ({
  id: period.id,
  ...daysDto(period),
  calendar: calendar.code,
});

/** What a row stands for, as it is answered. */
function rowOf(of: RowOf): Omit<RowDto, 'figures'> {
  if (of.type === 'unit')
    return { type: of.type, unit: of.unit, ...(of.whole ? {} : { during: of.spans.map(daysDto) }) };
  if (of.type === 'step') return { type: of.type, period: { id: of.step.id, ...daysDto(of.step) } };
  return of;
}

export const rowDto = ({ of, figures }: Row): RowDto => ({ ...rowOf(of), figures });

export const freshnessDto = ({ asOf, sources, unplaced, act, rules }: Freshness): FreshnessDto => ({
  asOf: asOf.toISOString(),
  sources: sources.map(({ heardThrough, unknownSince, ...source }) => ({
    ...source,
    heardThrough: heardThrough?.toISOString() ?? null,
    ...(unknownSince ? { unknownSince: unknownSince.toISOString() } : {}),
  })),
  unplaced,
  ...(act ? { act } : {}),
  ...(rules ? { rules } : {}),
});

/** What was known at an instant stays so, and says nothing of how fresh it is. */
export const freshIn = ({ knownAt }: LensView, freshness: Freshness): { freshness?: FreshnessDto } =>
  knownAt ? {} : { freshness: freshnessDto(freshness) };

/** Everything an answer is made of. */
export type Rollup = {
  unit: UnitLabelDto;
  period: Period;
  calendar: Calendar;
  treeRevision: number;
  /** In which tree the figures are. */
  view: LensView;
  figures: Figure[];
  rows?: Row[];
  next?: string | null;
  freshness: Freshness;
  completeness: CountedCompleteness;
  /** Differences that no reconciliation could repair yet; none: nearly always. */
  disputed: readonly Dispute[];
};

export const rollupDto = (rollup: Rollup, receipt: ReceiptStatus | undefined): RollupDto => ({
  unit: rollup.unit,
  period: periodDto(rollup.period, rollup.calendar),
  tree: treeDto(rollup.view),
  figures: rollup.figures,
  ...(rollup.rows ? { rows: rollup.rows.map(rowDto), next: rollup.next ?? null } : {}),
  ...freshIn(rollup.view, rollup.freshness),
  completeness: { ...rollup.completeness, asOf: rollup.completeness.asOf.toISOString() },
  ...(rollup.disputed.length > 0 && { disputed: [...rollup.disputed] }),
  ...(receipt ? { receipt } : {}),
});
