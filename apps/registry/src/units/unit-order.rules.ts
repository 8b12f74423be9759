/** Vietnamese order, "Khu phố 2" before "Khu phố 10". */
const collator = new Intl.Collator('vi', { numeric: true });

export type Named = { id: string; name: string };

/** By name, then by id, so that the order is total and a page can go on after any element. */
export const byName = (a: Named, b: Named): number =>
  collator.compare(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * The first `count` after `after`, in order, without sorting all: a page of a province's subtree is a few hundred of
 * many thousands.
 */
export function firstAfter<T extends Named>(all: Iterable<T>, count: number, after?: Named): T[] {
  let kept: T[] = [];
  let limit: T | undefined;
  for (const item of all) {
    if (after && byName(item, after) <= 0) continue;
    if (limit && byName(item, limit) >= 0) continue;
    kept.push(item);
    if (kept.length < 2 * count + 64) continue;
    kept = kept.sort(byName).slice(0, count);
    limit = kept.at(-1);
  }
  return kept.sort(byName).slice(0, count);
}
