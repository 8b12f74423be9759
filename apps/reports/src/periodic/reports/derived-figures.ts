import type { Calendar, Period } from '#calendar';
import { Injectable } from '@nestjs/common';
import { measureByCode } from '../../catalogue/measures.js';
import type { Freshness } from '../../rollups/freshness.rules.js';
import { Rollups } from '../../rollups/rollups.service.js';
import type { ReportType } from '../types/report-type.js';
import type { FrozenFigure, Prefilled } from './report.rules.js';

/** What events say of a unit and period now: the same reading as a rollup's, so the two cannot disagree. */
@Injectable()
export class DerivedFigures {
  constructor(private readonly rollups: Rollups) {}

  /** As it is kept in a report that is handed in. */
  async frozen(unitId: string, period: Period, calendar: Calendar, type: ReportType): Promise<Prefilled> {
    const { asOf, treeRevision, figures } = await this.read(unitId, period, calendar, type);
    return { asOf, treeRevision, figures };
  }

  /** A code that the catalogue does not have (any more) is left out. */
  async read(
    unitId: string,
    period: Period,
    calendar: Calendar,
    { derived }: ReportType,
  ): Promise<Prefilled & { freshness: Freshness }> {
    const measures = derived.flatMap((code) => measureByCode(code) ?? []);
    const { rollup } = await this.rollups.read({
      unitId,
      period,
      calendar,
      by: 'total',
      measures,
      limit: 1,
      after: null,
      wait: 0,
      // A report is read by more people than see the roll.
      viewer: [],
    });
    const { freshness, treeRevision } = rollup;
    const figures = rollup.figures.map(({ measure, value, numerator, denominator }): FrozenFigure => ({
      measure,
      value,
      ...(numerator === undefined ? {} : { numerator }),
      ...(denominator === undefined ? {} : { denominator }),
    }));
    return { asOf: freshness.asOf, treeRevision, figures, freshness };
  }
}

/** What was reported beside what the figures say now; absent where one of them has no such measure. */
export type Compared = { measure: string; reported?: FrozenFigure; now?: FrozenFigure; differs: boolean };

export function compared(reported: readonly FrozenFigure[], now: readonly FrozenFigure[]): Compared[] {
  const codes = new Set([...reported, ...now].map(({ measure }) => measure));
  return [...codes].map((code) => {
    const then = reported.find(({ measure }) => measure === code);
    const today = now.find(({ measure }) => measure === code);
    return {
      measure: code,
      ...(then && { reported: then }),
      ...(today && { now: today }),
      differs: then !== undefined && !same(then, today),
    };
  });
}

const same = (a: FrozenFigure, b: FrozenFigure | undefined): boolean =>
  a.value === b?.value && a.numerator === b.numerator && a.denominator === b.denominator;
