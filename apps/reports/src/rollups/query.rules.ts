import { hasKind, parsePeriod, PeriodError, type Calendar, type Period } from '#calendar';
import { Refusal, type Level } from '#contracts';
import type { Measure } from '../catalogue/measures.rules.js';
import type { Breakdown } from './rows.rules.js';

/** A fault of one parameter, under its own code, so that a client sees which and why. */
const fault = (kind: 'malformed' | 'unprocessable', path: string, code: string): Refusal =>
  new Refusal(kind, code, {}, [{ path, code }]);

/** @throws Refusal 400 `period-malformed`, 422 `period-impossible`, `period-kind-not-in-calendar` or `period-too-long` */
export function periodOf(text: string, calendar: Calendar): Period {
  try {
    return parsePeriod(text, calendar);
  } catch (error) {
    if (!(error instanceof PeriodError)) throw error;
    throw fault(error.code === 'period-malformed' ? 'malformed' : 'unprocessable', 'period', error.code);
  }
}

/** @throws Refusal 422 `period-kind-not-in-calendar` when the calendar has no such steps */
export function breakdownOf(by: Breakdown, calendar: Calendar): Breakdown {
  if ((by === 'week' || by === 'month') && !hasKind(calendar, by))
    throw fault('unprocessable', 'by', 'period-kind-not-in-calendar');
  return by;
}

/** @throws Refusal 422 `measure-unknown` */
export function measureOf(code: string, catalogue: readonly Measure[], path = 'measure'): Measure {
  const found = catalogue.find((measure) => measure.code === code);
  if (!found) throw fault('unprocessable', path, 'measure-unknown');
  return found;
}

/**
 * The measures of a list, `meetings.held,attendance.rate`, each once and in the catalogue's order; without a list all
 * but those that are answered on request only.
 * @throws Refusal 422 `measure-unknown`
 */
export function measuresOf(list: string | undefined, catalogue: readonly Measure[]): readonly Measure[] {
  if (list === undefined) return catalogue.filter(({ onRequest }) => !onRequest);
  const named = new Set(list.split(',').map((code) => measureOf(code.trim(), catalogue, 'measures')));
  return catalogue.filter((measure) => named.has(measure));
}

/** @throws Refusal 400 `level-missing` when it is by level and none is named */
export function levelOf(by: Breakdown, level: Level | undefined): Level | undefined {
  if (by === 'level' && level === undefined) throw fault('malformed', 'level', 'level-missing');
  return by === 'level' ? level : undefined;
}
