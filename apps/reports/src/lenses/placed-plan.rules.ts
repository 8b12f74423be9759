import { daysUnder, joined, type ByPlace, type Span, type Tree, type TreeView } from '#tree';
import type { Want } from '../rollups/cells.rules.js';
import { EVER, includesDay, shared, without } from '../rollups/spans.rules.js';

/**
 * Amounts as they are stored that stand for part of a unit's in another tree: of a unit with all that lay below it in
 * the stored tree (`cells`; of one without cells that is itself), or of the unit alone (`own`), on some days.
 */
export type Take = { unit: string; of: 'cells' | 'own'; spans: readonly Span[] };

/** Wants on what is stored: of cells, and of the contributions of single units. */
export type StoredWants = { cells: Want[]; own: Want[] };

/** When units lie where they are looked for. */
export type Inside = ReadonlyMap<string, readonly Span[]>;

const NO_LEAVES: ByPlace = new Map();
const NEVER: readonly Span[] = [];
const isEver = (spans: readonly Span[]): boolean =>
  spans === EVER || (spans.length === 1 && spans[0]?.from === -Infinity && spans[0].to === Infinity);

/** What lies under a unit in a tree, on all days. */
export const insideOf = (target: TreeView, unitId: string): Inside =>
  target.asOf === null
    ? target.subtreeDuring(unitId, -Infinity, Infinity)
    : new Map(target.subtree(unitId, target.asOf).map((unit) => [unit, EVER]));

/**
 * Days on which something below a unit lies elsewhere, by unit: found where a child is out and its parent in, and so for
 * everything above that parent on those days.
 */
function holesOf(stored: Tree, inside: Inside, leaves: ByPlace): Map<string, Span[]> {
  const holes = new Map<string, Span[]>();
  for (const [unit, days] of inside) {
    const out: Span[] = [];
    const { others, leaves: groups } = stored.childrenApart(unit);
    const singly = [...groups].flatMap(([place, alike]) => (leaves.has(place) ? [] : alike.map(({ id }) => id)));
    for (const child of [...others, ...singly]) {
      const there = inside.get(child) ?? NEVER;
      if (!isEver(there)) out.push(...without(shared(stored.childStretches(unit, child), days), there));
    }
    for (const hole of joined(out))
      for (const run of stored.stretches(unit)) {
        const part = shared([run], [hole]);
        for (const above of part.length > 0 ? run.path : []) {
          const known = holes.get(above);
          if (known) known.push(...part);
          else holes.set(above, [...part]);
        }
      }
  }
  return holes;
}

/** The days on which a unit is in one above it that is taken whole: all days of most, which is quickly told. */
function coverOf(
  parents: readonly (string | null)[],
  daysIn: (parent: string) => readonly Span[],
  fullOf: (unit: string) => readonly Span[],
): readonly Span[] {
  if (parents.length > 0 && parents.every((parent) => parent !== null && isEver(fullOf(parent)))) return EVER;
  return joined(
    [...new Set(parents)].flatMap((parent) => (parent === null ? [] : shared(daysIn(parent), fullOf(parent)))),
  );
}

const hasCells = (stored: Tree, unit: string): boolean =>
  stored.hasEverHadChild(unit) && stored.parentOn(unit, 0) !== undefined;

/**
 * How to make up what is inside from what is stored: the uppermost units that lie in it with everything below them, and
 * of units with cells that do not, what they did themselves. Linear in the units inside and their children; a unit below
 * one that is taken whole is never looked up by itself.
 * @param leaves groups that are inside on all days, beside the units that are told one by one: of a country nearly all
 */
export function takesOf(stored: Tree, inside: Inside, leaves: ByPlace = NO_LEAVES): Take[] {
  const holes = holesOf(stored, inside, leaves);
  const full = new Map([...holes].map(([unit, out]) => [unit, without(inside.get(unit) ?? NEVER, joined(out))]));
  const fullOf = (unit: string): readonly Span[] => full.get(unit) ?? inside.get(unit) ?? NEVER;
  const takes: Take[] = [];
  for (const [unit, days] of inside) {
    const whole = fullOf(unit);
    const cover = coverOf(stored.parents(unit), (parent) => stored.childStretches(parent, unit), fullOf);
    if (cover === EVER && whole === days) continue;
    const spans = without(whole, cover);
    const cells = hasCells(stored, unit);
    if (spans.length > 0) takes.push({ unit, of: cells ? 'cells' : 'own', spans });
    const alone = cells && whole !== days ? without(days, whole) : NEVER;
    if (alone.length > 0) takes.push({ unit, of: 'own', spans: alone });
  }
  for (const [place, alike] of leaves) {
    const cover = coverOf(place.parents, (parent) => daysUnder(place, parent), fullOf);
    const spans = cover === EVER ? NEVER : without(EVER, cover);
    if (spans.length > 0) for (const { id } of alike) takes.push({ unit: id, of: 'own', spans });
  }
  return takes;
}

/** Adds what is wanted of one take: flows of its days, a level on one of them. */
export function takeWants(into: StoredWants, want: Want, take: Take): void {
  if ('level' in want) {
    if (includesDay(take.spans, want.level)) into[take.of].push({ ...want, unit: take.unit });
    return;
  }
  const spans = shared(want.spans, take.spans);
  if (spans.length > 0) into[take.of].push({ bucket: want.bucket, unit: take.unit, spans, placed: true });
}
