import { TENTHS, type ScoreItem, type ScoreSheet, type TemplateVersion } from './score-template.js';
import type { ScoreItemDto, SheetDto, TemplateAnswer } from './score-templates.dto.js';

/** Points with one decimal at most, as whole tenths. */
export const toTenths = (points: number): number => Math.round(points * TENTHS);
/** Divided once, so that a decimal prints as it was entered. */
export const fromTenths = (tenths: number): number => tenths / TENTHS;

type Policy = ScoreItem['notApplicable'];

const toItem = (item: ScoreItemDto, ofHead: Policy): ScoreItem => ({
  code: item.code,
  labels: item.labels,
  max: toTenths(item.max),
  options: item.options?.map(({ points, labels }) => ({ points: toTenths(points), labels })) ?? null,
  notApplicable: item.notApplicable === undefined ? ofHead : item.notApplicable,
});

/** A sheet as it is kept: an item without a policy of its own has that of its head. */
export const toSheet = ({ labels, kinds, heads, grades }: SheetDto): ScoreSheet => ({
  labels,
  kinds,
  heads: heads.map((head) => ({
    code: head.code,
    labels: head.labels,
    max: toTenths(head.max),
    items: head.items.map((item) => toItem(item, head.notApplicable ?? null)),
  })),
  grades: { good: toTenths(grades.good), fair: toTenths(grades.fair), average: toTenths(grades.average) },
});

export function toTemplateAnswer({ sheet, ...version }: TemplateVersion): TemplateAnswer {
  if (!sheet) return { ...version, withdrawn: true, labels: null, kinds: [], heads: [], grades: null };
  const { labels, kinds, heads, grades } = sheet;
  return {
    ...version,
    withdrawn: false,
    labels,
    kinds,
    heads: heads.map(({ max, items, ...head }) => ({
      ...head,
      max: fromTenths(max),
      items: items.map(({ max: most, options, ...item }) => ({
        ...item,
        max: fromTenths(most),
        options: options?.map(({ points, labels: named }) => ({ points: fromTenths(points), labels: named })) ?? null,
      })),
    })),
    grades: { good: fromTenths(grades.good), fair: fromTenths(grades.fair), average: fromTenths(grades.average) },
  };
}
