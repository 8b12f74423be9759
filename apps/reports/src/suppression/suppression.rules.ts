import { dayOf, type Day } from '#calendar';

/**
 * The least count that may be shown to who has no right to the people: one below it tells of single persons, and so
 * does a zero ("none of them is …"), which also makes all others known. DOMAIN.md 8 names 3 to 5; issue 4 takes 5.
 */
const LEAST_COUNTS: readonly { from: Day; least: number }[] = [{ from: dayOf('1900-01-01'), least: 5 }];

/** The least count that may be shown of a day. */
export const leastCountOn = (day: Day): number =>
  (LEAST_COUNTS.findLast(({ from }) => from <= day) ?? LEAST_COUNTS[0])?.least ?? Infinity;

/** One of the terms that make up a unit, a child or its own roll, with the counts of one group (a partition). */
export type Term = { id: string; parts: readonly number[] };

const headCount = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0);

/** Whether counts tell of people. Nobody there is no secret: the head-count says it. */
export const isSmall = (parts: readonly number[], least: number): boolean =>
  headCount(parts) !== 0 && parts.some((part) => part < least);

/** The biggest first, by what everybody knows: head-count, then id. */
const bySize = (a: Term, b: Term): number =>
  headCount(b.parts) - headCount(a.parts) || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * Which terms of a shown unit are withheld. Those that are small; with them the biggest one, **whatever it counts**;
 * and should what is withheld still not add up to enough in every part, the next biggest. Taking the biggest for no
 * reason of its own is what holds against who knows this rule: all others withheld are then known to be small, but the
 * biggest is known to be nothing and can make up for whatever they are (README.md has the proof).
 */
export function withheldTerms(terms: readonly Term[], least: number): ReadonlySet<string> {
  const peopled = terms.filter(({ parts }) => headCount(parts) !== 0).sort(bySize);
  const withheld = new Set(peopled.filter(({ parts }) => isSmall(parts, least)).map(({ id }) => id));
  if (withheld.size === 0) return withheld;
  const isEnough = (): boolean => {
    const hidden = peopled.filter(({ id }) => withheld.has(id)).map(({ parts }) => parts);
    const hole = (hidden[0] ?? []).map((_, at) => hidden.reduce((sum, parts) => sum + (parts[at] ?? 0), 0));
    return withheld.size > 1 && !isSmall(hole, least);
  };
  for (const [at, { id }] of peopled.entries()) {
    if (at > 0 && isEnough()) break;
    withheld.add(id);
  }
  return withheld;
}

/** The tree as it was on one day. */
export type DayTree = {
  /** Null for a root; undefined when it lies nowhere. */
  parentOf: (unitId: string) => string | null | undefined;
  childrenOf: (unitId: string) => readonly string[];
};

/** The id of a unit's own roll among its terms: no unit is called so. */
const OWN = '';

/**
 * Says what of one group is withheld on one day. It is decided from the top: a root that is small is withheld; below a
 * shown unit its terms are as `withheldTerms` says; below a withheld one everything is. Nothing depends on what was
 * asked, so all answers agree, and only units on the way down are looked at.
 */
export class Disclosure {
  readonly #below = new Map<string, ReadonlySet<string>>();
  readonly #known = new Map<string, boolean>();

  /** @param partsOf the counts of a unit and all below it; asked only of what `unitsToRead` names */
  constructor(
    private readonly tree: DayTree,
    private readonly partsOf: (unitId: string) => readonly number[],
    private readonly least: number,
  ) {}

  /** Whether the counts of the unit and all below it are withheld. */
  isWithheld(unitId: string): boolean {
    let known = this.#known.get(unitId);
    if (known === undefined) this.#known.set(unitId, (known = this.#decide(unitId)));
    return known;
  }

  /** Whether the counts of the unit's own roll are, which stands beside its children. */
  isOwnWithheld(unitId: string): boolean {
    return this.#isTermWithheld(unitId, OWN, this.#ownParts(unitId));
  }

  #decide(unitId: string): boolean {
    const parent = this.tree.parentOf(unitId);
    const parts = this.partsOf(unitId);
    return parent ? this.#isTermWithheld(parent, unitId, parts) : isSmall(parts, this.least);
  }

  #isTermWithheld(parentId: string, id: string, parts: readonly number[]): boolean {
    if (headCount(parts) === 0) return false;
    return this.isWithheld(parentId) || this.#termsOf(parentId).has(id);
  }

  #termsOf(unitId: string): ReadonlySet<string> {
    let withheld = this.#below.get(unitId);
    if (!withheld) {
      const children = this.tree.childrenOf(unitId).map((id) => ({ id, parts: this.partsOf(id) }));
      withheld = withheldTerms([...children, { id: OWN, parts: this.#ownParts(unitId) }], this.least);
      this.#below.set(unitId, withheld);
    }
    return withheld;
  }

  #ownParts(unitId: string): number[] {
    const children = this.tree.childrenOf(unitId).map((id) => this.partsOf(id));
    return this.partsOf(unitId).map((part, at) => children.reduce((rest, parts) => rest - (parts[at] ?? 0), part));
  }
}

/** Whose counts must be known to decide about units, and about the terms of `parents` (their own rolls too). */
export function unitsToRead(tree: DayTree, units: Iterable<string>, parents: Iterable<string> = []): Set<string> {
  const found = new Set<string>();
  const opened = new Set<string>();
  const climb = (unitId: string | null | undefined): void => {
    for (let at = unitId; at && !opened.has(at); at = tree.parentOf(at)) {
      opened.add(at);
      found.add(at);
      for (const child of tree.childrenOf(at)) found.add(child);
    }
  };
  for (const unit of units) {
    found.add(unit);
    climb(tree.parentOf(unit));
  }
  for (const parent of parents) climb(parent);
  return found;
}
