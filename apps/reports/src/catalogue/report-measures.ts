import type { EnteredSemantics } from '#contracts';
import { enteredKey, handedInKey, REPORT_KEYS } from '../figures/measure-keys.js';
import { flowOf, rows, stockOf, term } from './measure-kinds.js';
import type { Measure } from './measures.rules.js';

const source = 'reports.report-changed.v1';

/** Counted from reports that are handed in, on the last day of their period. */
export const REPORT_FIGURES: readonly Measure[] = rows(
  (named, key: string) => flowOf(named, term(named.code, [key])),
  'report',
  source,
  [
    ['reports.handed-in', 'Số báo cáo đã nộp', 'Reports handed in', REPORT_KEYS.handedIn],
    ['reports.nil', 'Báo cáo không phát sinh', 'Reports that nothing occurred', REPORT_KEYS.nil],
    ['reports.accepted', 'Báo cáo đã duyệt tiếp nhận', 'Reports accepted', REPORT_KEYS.accepted],
  ],
);

type Labels = { vi: string; en: string };

/** Reports of one type. */
export const handedInOf = ({ code, labels }: { code: string; labels: Labels }): Measure => {
  const named = { code: `reports.handed-in.${code}`, unit: 'report', source, ...labels } as const;
  const labelled = { vi: `Đã nộp: ${labels.vi}`, en: `Handed in: ${labels.en}` };
  return { ...flowOf({ ...named, ...labelled }, term(named.code, [handedInKey(code)])), onRequest: true };
};

export type EnteredFigure = { code: string; labels: Labels; unit: string; semantics: EnteredSemantics; scale: number };

/** A measure that no event carries: a person counted it. One scale wherever its code is used, so that values add. */
export function enteredOf({ code, labels, unit, semantics, scale }: EnteredFigure): Measure {
  const named = { code, unit, source, ...labels } as const;
  const key = enteredKey(code, semantics);
  const measure = semantics === 'stock' ? stockOf(named, [key]) : flowOf(named, term(code, [key]));
  return { ...measure, entered: true, onRequest: true, scale };
}
