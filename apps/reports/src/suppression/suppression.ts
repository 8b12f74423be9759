import { localDayOf, type Day, type Period } from '#calendar';
import { COMPOSITION_GROUPS, Refusal, type CompositionGroup } from '#contracts';
import { Authorizer } from '#http';
import type { Tree, TreeView } from '#tree';
import { Injectable } from '@nestjs/common';
import { keysOf, type Figure, type Measure } from '../catalogue/measures.rules.js';
import { COMPOSITION_KEYS } from '../figures/measure-keys.js';
import { ownTakes, planOf } from '../lenses/placed.reader.js';
import type { PlannedRow, RowOf } from '../rollups/rows.rules.js';
import { stateOf, type Snapshot } from '../rollups/snapshots.js';
import { readCompositions, type Composition } from './composition-levels.reader.js';
import { PlacedDisclosure, type Made, type ToDecide } from './placed.rules.js';
import { Disclosure, leastCountOn, unitsToRead, type DayTree } from './suppression.rules.js';
import './suppression.texts.js';

const GROUPS = Object.keys(COMPOSITION_GROUPS) as CompositionGroup[];

/** The group that a measure is a part of, or a share of; undefined when it counts nothing of what people are like. */
export function groupOf(measure: Measure): CompositionGroup | undefined {
  const keys = new Set(keysOf(measure));
  return GROUPS.find((group) => COMPOSITION_GROUPS[group].some((part) => keys.has(COMPOSITION_KEYS[part])));
}

/** Ids of the units at which a person may see the roll, and so every count there and below. */
export type Viewer = readonly string[];

/** What an answer is about: a unit on the last day of a period, and rows. */
export type Answered = { unitId: string; period: Period; rows: readonly PlannedRow[]; measures: readonly Measure[] };

const treeOn = (tree: Tree, day: Day): DayTree => ({
  parentOf: (id) => tree.parentOn(id, day),
  childrenOf: (id) => tree.children(id).filter((child) => tree.parentOn(child, day) === id),
});

/** What is decided of one day, by group. */
type DayDecisions = ReadonlyMap<CompositionGroup, Disclosure>;
/** Figures as they are to be shown, of what. `undefined` stands for the unit itself. */
export type Shown = (figures: Figure[], of?: RowOf) => Figure[];
/** Answers in one snapshot's state share what was read for a day. */
const REMEMBERED = 4;

/** Withholds from an answer the counts that tell of people (README.md). */
@Injectable()
export class Suppression {
  readonly #read = new Map<string, Map<string, Composition>>();

  constructor(private readonly authorizer: Authorizer) {}

  /** Whose rolls the person may see; nobody's where the measures tell of no people, so that most answers ask for no rights twice. */
  async viewer(sub: string, measures: readonly Measure[]): Promise<Viewer> {
    return measures.some(groupOf) ? this.authorizer.reachable(sub, 'members:read') : [];
  }

  /** How the figures of an answer in a tree are to be shown. */
  async of(current: Snapshot, target: TreeView, viewer: Viewer, answered: Answered): Promise<Shown> {
    if (!answered.measures.some(groupOf)) return (figures) => figures;
    const snapshot = asKnown(current);
    if (target !== snapshot.tree) return this.#placed(snapshot, target, viewer, answered);
    if (maySee(snapshot, viewer, answered.unitId)) return (figures) => figures;
    return this.#asWas(snapshot, viewer, answered);
  }

  async #asWas(snapshot: Seen, viewer: Viewer, { unitId, period, rows, measures }: Answered): Promise<Shown> {
    const last = period.to - 1;
    const ids = rows.flatMap(({ of }) => (of.type === 'unit' ? [of.unit.id] : []));
    // A unit that lies elsewhere on the last day has nothing in it.
    const there = rows.flatMap(({ of }) =>
      of.type === 'unit' && of.spans.at(-1)?.to === period.to ? [of.unit.id] : [],
    );
    const own = rows.some(({ of }) => of.type === 'own') ? [unitId] : [];
    const days = new Map([[last, await this.#decisions(snapshot, last, [unitId, ...ids], own)]]);
    for (const { of } of rows)
      if (of.type === 'step' && !days.has(of.step.to - 1))
        days.set(of.step.to - 1, await this.#decisions(snapshot, of.step.to - 1, [unitId], []));
    const isWithheld = (group: CompositionGroup, of: RowOf | undefined): boolean => {
      const day = days.get(of?.type === 'step' ? of.step.to - 1 : last)?.get(group);
      if (!day) return true;
      if (of?.type === 'unit') return day.isWithheld(of.unit.id) && !maySee(snapshot, viewer, of.unit.id);
      if (of?.type === 'own') return day.isOwnWithheld(unitId);
      // What is left over would be what is withheld beside it.
      if (of?.type === 'remainder') return [unitId, ...there].some((id) => day.isWithheld(id));
      return day.isWithheld(unitId);
    };
    return hiding(measures, isWithheld);
  }

  /** In another tree: by what each figure is made up of (placed.rules.ts). */
  async #placed(snapshot: Seen, target: TreeView, viewer: Viewer, answered: Answered): Promise<Shown> {
    const { unitId, period, rows, measures } = answered;
    const rule = this.#ruleOf(snapshot, viewer);
    const dayOf = (of: RowOf | undefined): Day => (of?.type === 'step' ? of.step.to : period.to) - 1;
    const units = rows.flatMap(({ of }) => (of.type === 'unit' ? [of.unit.id] : []));
    const madeOf = (of: RowOf | undefined): Made => {
      if (of?.type === 'own') return ownTakes(snapshot, target, unitId);
      const ids = of?.type === 'unit' ? [of.unit.id] : of?.type === 'remainder' ? [unitId, ...units] : [unitId];
      return ids.flatMap((id) => allTakes(snapshot, target, id));
    };
    const days = new Map<Day, ToDecide>();
    for (const of of [undefined, ...rows.map((row) => row.of)]) {
      const toDecide = days.get(dayOf(of)) ?? { units: new Set(), rolls: new Set() };
      days.set(dayOf(of), toDecide);
      rule.note(toDecide, madeOf(of), dayOf(of));
    }
    const decided = new Map<Day, DayDecisions>();
    for (const [day, toDecide] of days)
      decided.set(day, await this.#decisions(snapshot, day, [...toDecide.units], [...toDecide.rolls]));
    return hiding(measures, (group, of) => {
      const day = decided.get(dayOf(of))?.get(group);
      return !day || !rule.isShown(madeOf(of), dayOf(of), day);
    });
  }

  #ruleOf(snapshot: Seen, viewer: Viewer): PlacedDisclosure {
    return new PlacedDisclosure(
      (unit) => maySee(snapshot, viewer, unit),
      (unit) => snapshot.tree.hasEverHadChild(unit),
    );
  }

  /**
   * Which facts of a composition figure may be shown with their counts, by the unit whose roll they are of.
   * @throws Refusal 403 `count-suppressed` when the figure itself is withheld
   */
  async ofLineage(
    current: Snapshot,
    target: TreeView,
    viewer: Viewer,
    { unitId, period, measure, units }: { unitId: string; period: Period; measure: Measure; units: readonly string[] },
  ): Promise<(unitId: string) => boolean> {
    const group = groupOf(measure);
    const snapshot = asKnown(current);
    const isStored = target === snapshot.tree;
    if (!group || (isStored && maySee(snapshot, viewer, unitId))) return () => true;
    const rule = this.#ruleOf(snapshot, viewer);
    const made = isStored ? [] : allTakes(snapshot, target, unitId);
    const last = period.to - 1;
    const toDecide: ToDecide = { units: new Set(isStored ? [unitId] : []), rolls: new Set(units) };
    rule.note(toDecide, made, last);
    const day = (await this.#decisions(snapshot, last, [...toDecide.units], [...toDecide.rolls])).get(group);
    if (!day || (isStored ? day.isWithheld(unitId) : !rule.isShown(made, last, day)))
      throw new Refusal('forbidden', 'count-suppressed');
    return (id) => maySee(snapshot, viewer, id) || !day.isOwnWithheld(id);
  }

  /**
   * A change of a composition tells of one person: who came at that instant. So it is for those who may see the roll.
   * @throws Refusal 403 `count-suppressed` to others
   */
  requireSight(snapshot: Snapshot, viewer: Viewer, unitId: string, measures: readonly Measure[]): void {
    if (measures.some(groupOf) && !maySee(asKnown(snapshot), viewer, unitId))
      throw new Refusal('forbidden', 'count-suppressed');
  }

  /** What is decided of these units and of the terms of `parents` on a day, by group. */
  decisions(snapshot: Snapshot, day: Day, units: readonly string[], parents: readonly string[]): Promise<DayDecisions> {
    return this.#decisions(asKnown(snapshot), day, units, parents);
  }

  async #decisions(
    snapshot: Seen,
    day: Day,
    units: readonly string[],
    parents: readonly string[],
  ): Promise<DayDecisions> {
    const tree = treeOn(snapshot.tree, day);
    const known = this.#knownOf(snapshot, day);
    const missing = [...unitsToRead(tree, units, parents)].filter((unit) => !known.has(unit));
    for (const [unit, composition] of await readCompositions(snapshot.current, missing, day))
      known.set(unit, composition);
    const least = leastCountOn(day);
    return new Map(
      GROUPS.map((group) => {
        const partsOf = (unit: string): number[] => {
          const composition = known.get(unit);
          if (!composition) throw new Error(`the composition of unit ${unit} was not read`);
          return COMPOSITION_GROUPS[group].map((part) => composition[part]);
        };
        return [group, new Disclosure(tree, partsOf, least)];
      }),
    );
  }

  /** What was read of a day in the very state of the snapshot: its tree and what every shard had applied. */
  #knownOf(seen: Seen, day: Day): Map<string, Composition> {
    const state = `${day} ${seen.tree.revision} ${seen.known} ${stateOf(seen)}`;
    const known = this.#read.get(state) ?? new Map<string, Composition>();
    this.#read.delete(state);
    this.#read.set(state, known);
    for (const oldest of this.#read.keys()) if (this.#read.size > REMEMBERED) this.#read.delete(oldest);
    return known;
  }
}

/** Withholds figures of the groups that are withheld of what they are of. */
function hiding(
  measures: readonly Measure[],
  isWithheld: (group: CompositionGroup, of: RowOf | undefined) => boolean,
): Shown {
  const groups = new Map(measures.map((measure) => [measure.code, groupOf(measure)]));
  return (figures, of) =>
    figures.map((figure) => {
      const group = groups.get(figure.measure);
      return group && isWithheld(group, of) ? withheld(figure) : figure;
    });
}

/** Everything that a unit's figures in another tree are made up of, with all of each history of which it has a part. */
function allTakes(snapshot: Seen, target: TreeView, unitId: string): Made {
  const { takes, parts } = planOf(snapshot, target, unitId);
  return parts.length === 0 ? takes : [...takes, ...parts.flatMap((part) => part.takes)];
}

/** Whether the person may see the roll there: by a role at the unit or above it as they lie today. */
const maySee = ({ current: { tree, at } }: Seen, viewer: Viewer, unitId: string): boolean =>
  tree.path(unitId, localDayOf(at)).some((id) => viewer.includes(id));

/** A snapshot with the tree of its instant as the stored one: what is withheld then must not follow from what came later. */
type Seen = Snapshot & { current: Snapshot };
const asKnown = (current: Snapshot): Seen => ({ ...current, tree: current.base, current });

/** The figure without anything that was counted. */
const withheld = ({ measure, rounding }: Figure): Figure => ({
  measure,
  value: null,
  suppressed: true,
  ...(rounding ? { rounding } : {}),
});
