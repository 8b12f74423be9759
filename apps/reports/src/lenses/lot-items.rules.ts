import { monthOf, type Day } from '#calendar';
import { together, type LineageItem } from '../rollups/lineage.rules.js';
import { Sharing } from './apportion.rules.js';
import { sumOf, weightsOf } from './lot-asks.rules.js';
import type { LotPart } from './lots.rules.js';

const totalsOf = (items: readonly LineageItem[], keys: readonly string[]): Map<string, number> => {
  const totals = new Map<string, number>();
  for (const { p } of items) for (const key of keys) if (p.m[key]) totals.set(key, (totals.get(key) ?? 0) + p.m[key]);
  return totals;
};

/** What of each item falls to a part, if the items share totals in their order. */
function shared(
  items: readonly LineageItem[],
  keys: readonly string[],
  part: LotPart,
  monthOfItem: (item: LineageItem) => string,
): LineageItem[] {
  const months = new Map<string, LineageItem[]>();
  for (const item of items) {
    const month = months.get(monthOfItem(item));
    if (month) month.push(item);
    else months.set(monthOfItem(item), [item]);
  }
  return [...months.values()].flatMap((ofMonth) => {
    const sharings = new Map(
      [...totalsOf(ofMonth, keys)].map(([key, n]) => [key, new Sharing(n, weightsOf(part))] as const),
    );
    return ofMonth.flatMap((item): LineageItem[] => {
      const m: Record<string, number> = {};
      for (const [key, sharing] of sharings) {
        const n = item.p.m[key] ? sumOf(sharing.give(item.p.m[key]), part.slots) : 0;
        if (n !== 0) m[key] = n;
      }
      return Object.keys(m).length > 0 ? [{ ...item, p: { ...item.p, m }, shared: true }] : [];
    });
  });
}

/** A part of the flows of a lot, fact by fact; `items` are of whole months, in order of day and fact. */
export const sharedFlows = (items: readonly LineageItem[], keys: readonly string[], part: LotPart): LineageItem[] =>
  shared(items, keys, part, ({ p }) => monthOf(p.d));

/** A part of a lot's level on a day, fact by fact; what counts of a fact at a unit is one. */
export const sharedLevels = (items: readonly LineageItem[], keys: readonly string[], part: LotPart): LineageItem[] =>
  shared(together(items), keys, part, () => '');

/** Shares are of whole months, so these days of a lot are read for some days of it. */
export const wholeMonths = (from: Day, to: Day): { from: Day; to: Day } => {
  let [first, last] = [from, to];
  while (monthOf(first - 1) === monthOf(from)) first -= 1;
  while (monthOf(last) === monthOf(to - 1)) last += 1;
  return { from: first, to: last };
};
