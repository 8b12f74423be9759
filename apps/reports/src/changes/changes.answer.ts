import { dateOf, type Calendar, type Period } from '#calendar';
import type { ActStep } from '#contracts';
import { encodeCursor } from '#http';
import { shownOf, type Measure, type Sides } from '../catalogue/measures.rules.js';
import { periodDto } from '../rollups/rollup.answer.js';
import type { Change } from './account.rules.js';
import type { ChangeDto, ChangedFigureDto, ChangesDto } from './changes.dto.js';
import type { ChangedFigure, Changes } from './changes.service.js';

const instant = (at: number): string => new Date(at).toISOString();

/** A ratio has no change of its own: 1 of 2 and 1 of 3 do not differ by a number that adds. */
const amountDto = (measure: Measure, { numerator, denominator }: Sides) =>
  denominator === undefined
    ? { value: shownOf(measure, numerator) }
    : {
        value: null,
        numerator: shownOf(measure, numerator),
        denominator: shownOf(measure, denominator),
      };

const figureDto = ({ measure, before, after, change, kinds, acts }: ChangedFigure): ChangedFigureDto => ({
  measure: measure.code,
  before,
  after,
  change: amountDto(measure, change),
  kinds: kinds.map(({ kind, count, amount }) => ({ kind, count, ...amountDto(measure, amount) })),
  acts: acts.map(({ act, count, amount }) => ({ ...actDto(act), count, ...amountDto(measure, amount) })),
});

const actDto = ({ id, decision, effective }: ActStep) => ({ actId: id, decision, effective });

/** One row of a plain table. */
const rowDto = (measures: ReadonlyMap<string, Measure>, change: Change): ChangeDto => {
  const { at, kind, unitId, day, otherUnitId, treeRevision, act, fact, amount } = change;
  const measure = measures.get(change.measure);
  if (!measure) throw new Error(`a change of ${change.measure}, which nobody asked for`);
  return {
    at: instant(at),
    measure: measure.code,
    kind,
    ...amountDto(measure, amount),
    unitId,
    ...(day === undefined ? {} : { date: dateOf(day) }),
    ...(otherUnitId ? { otherUnitId } : {}),
    ...fact,
    ...(treeRevision === undefined ? {} : { treeRevision }),
    ...(act && { ...actDto(act), step: act.step }),
  };
};

export function changesDto(changes: Changes, period: Period, calendar: Calendar): ChangesDto {
  const { unit, treeRevision, window, settled, figures, items, next } = changes;
  const measures = new Map(figures.map(({ measure }) => [measure.code, measure]));
  return {
    unit,
    period: periodDto(period, calendar),
    tree: { lens: 'as-was', revision: treeRevision },
    from: instant(window.from),
    to: instant(window.to),
    settledThrough: settled.toISOString(),
    figures: figures.map(figureDto),
    items: items.map((change) => rowDto(measures, change)),
    // Pages of one question are of one window, also when it was asked without an end.
    next: next && encodeCursor([window.to, next.at, next.subject, next.measure]),
  };
}
