import { localDayOf, type Day, type Period } from '#calendar';
import { COMPOSITION_GROUPS, Refusal, type CompositionGroup } from '#contracts';
import { Authorizer } from '#http';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { keysOf, type Figure, type Measure } from '../catalogue/measures.rules.js';
import { COMPOSITION_KEYS } from '../figures/measure-keys.js';
import type { PlannedRow, RowOf } from '../rollups/rows.rules.js';
import type { Snapshot } from '../rollups/snapshots.js';
import { readCompositions, type Composition } from './composition-levels.reader.js';
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

  /** How the figures of an answer are to be shown: a function from what they are of. `undefined` stands for the unit itself. */
  async of(
    snapshot: Snapshot,
    viewer: Viewer,
    { unitId, period, rows, measures }: Answered,
  ): Promise<(figures: Figure[], of?: RowOf) => Figure[]> {
    if (!measures.some(groupOf) || maySee(snapshot, viewer, unitId)) return (figures) => figures;
    const groups = new Map(measures.map((measure) => [measure.code, groupOf(measure)]));
    const last = period.to - 1;
    const ids = rows.flatMap(({ of }) => (of.type === 'unit' ? [of.unit.id] : []));
    // A unit that lies elsewhere on the last day has nothing in it.
    const there = rows.flatMap(({ of }) =>
      of.type === 'unit' && of.spans.at(-1)?.to === period.to ? [of.unit.id] : [],
    );
    const own = rows.some(({ of }) => of.type === 'own') ? [unitId] : [];
    const days = new Map([[last, await this.decisions(snapshot, last, [unitId, ...ids], own)]]);
    for (const { of } of rows)
      if (of.type === 'step' && !days.has(of.step.to - 1))
        days.set(of.step.to - 1, await this.decisions(snapshot, of.step.to - 1, [unitId], []));
    const isWithheld = (group: CompositionGroup, of: RowOf | undefined): boolean => {
      const day = days.get(of?.type === 'step' ? of.step.to - 1 : last)?.get(group);
      if (!day) return true;
      if (of?.type === 'unit') return day.isWithheld(of.unit.id) && !maySee(snapshot, viewer, of.unit.id);
      if (of?.type === 'own') return day.isOwnWithheld(unitId);
      // What is left over would be what is withheld beside it.
      if (of?.type === 'remainder') return [unitId, ...there].some((id) => day.isWithheld(id));
      return day.isWithheld(unitId);
    };
    return (figures, of) =>
      figures.map((figure) => {
        const group = groups.get(figure.measure);
        return group && isWithheld(group, of) ? withheld(figure) : figure;
      });
  }

  /**
   * Which facts of a composition figure may be shown with their counts, by the unit whose roll they are of.
   * @throws Refusal 403 `count-suppressed` when the figure itself is withheld
   */
  async ofLineage(
    snapshot: Snapshot,
    viewer: Viewer,
    { unitId, period, measure, units }: { unitId: string; period: Period; measure: Measure; units: readonly string[] },
  ): Promise<(unitId: string) => boolean> {
    const group = groupOf(measure);
    if (!group || maySee(snapshot, viewer, unitId)) return () => true;
    const day = (await this.decisions(snapshot, period.to - 1, [unitId], units)).get(group);
    if (!day || day.isWithheld(unitId)) throw new Refusal('forbidden', 'count-suppressed');
    return (id) => maySee(snapshot, viewer, id) || !day.isOwnWithheld(id);
  }

  /**
   * A change of a composition tells of one person: who came at that instant. So it is for those who may see the roll.
   * @throws Refusal 403 `count-suppressed` to others
   */
  requireSight(snapshot: Snapshot, viewer: Viewer, unitId: string, measures: readonly Measure[]): void {
    if (measures.some(groupOf) && !maySee(snapshot, viewer, unitId)) throw new Refusal('forbidden', 'count-suppressed');
  }

  /** What is decided of these units and of the terms of `parents` on a day, by group. */
  async decisions(
    snapshot: Snapshot,
    day: Day,
    units: readonly string[],
    parents: readonly string[],
  ): Promise<DayDecisions> {
    const tree = treeOn(snapshot.tree, day);
    const known = this.#knownOf(snapshot, day);
    const missing = [...unitsToRead(tree, units, parents)].filter((unit) => !known.has(unit));
    for (const [unit, composition] of await readCompositions(snapshot, missing, day)) known.set(unit, composition);
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
  #knownOf({ tree, progress }: Snapshot, day: Day): Map<string, Composition> {
    const state = `${day} ${tree.revision} ${progress.map(({ seq }) => seq).join()}`;
    const known = this.#read.get(state) ?? new Map<string, Composition>();
    this.#read.delete(state);
    this.#read.set(state, known);
    for (const oldest of this.#read.keys()) if (this.#read.size > REMEMBERED) this.#read.delete(oldest);
    return known;
  }
}

/** Whether the person may see the roll there: by a role at the unit or above it as they lie today. */
const maySee = ({ tree, at }: Snapshot, viewer: Viewer, unitId: string): boolean =>
  tree.path(unitId, localDayOf(at)).some((id) => viewer.includes(id));

/** The figure without anything that was counted. */
const withheld = ({ measure, rounding }: Figure): Figure => ({
  measure,
  value: null,
  suppressed: true,
  ...(rounding ? { rounding } : {}),
});
