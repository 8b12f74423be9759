import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, type Succession, type UnitRecord } from '#contracts';
import { livesOf } from './dated-record.js';
import type { Tree } from './tree.js';

/** As much of a tree as is asked about what became of a unit. */
export type Lineage = Pick<Tree, 'get' | 'aliveOn' | 'parentOn'>;

/** Who has what a unit began, from a day on. */
export type Holder = { unitId: string; from: string };

/** No chain of acts is as long; what is longer goes round. */
const LONGEST = 100;

/** The first day on which it lives no more, of the end that lies last on or before a day; undefined: it has not ended. */
function endBy(record: UnitRecord, day: Day): Day | undefined {
  return livesOf(record).findLast(({ to }) => to <= day)?.to;
}

/** What became of it when it ended: not of parts that were split off before, while it went on. */
function successionBy(record: UnitRecord, day: Day): Succession['to'] {
  const end = endBy(record, day) ?? Infinity;
  const last = record.successions?.findLast(({ from }) => dayOf(from) <= day && dayOf(from) >= end);
  return last?.to.filter(({ unitId }) => unitId !== record.id) ?? [];
}

/** Units that go on with what a unit was, as known on a day; of a second record the first. Empty while it lives. */
export function successorsOn(tree: Lineage, unitId: string, day: Day): string[] {
  const record = tree.get(unitId);
  if (!record || tree.aliveOn(unitId, day)) return [];
  if (record.duplicateOf) return [record.duplicateOf];
  return successionBy(record, day).map((one) => one.unitId);
}

/** The heaviest, the first on a tie; without any, the unit it lay under when it ended. */
function nextOf(tree: Lineage, record: UnitRecord, day: Day): string | null | undefined {
  const successors = successionBy(record, day);
  if (successors.length === 0) return tree.parentOn(record.id, (endBy(record, day) ?? day) - 1);
  return successors.reduce((heaviest, one) => (one.weight > heaviest.weight ? one : heaviest)).unitId;
}

/**
 * The unit that goes on with what a unit left that has ended by a day (DESIGN.md 7): its heaviest successor, else
 * the unit above it; where that has ended too, what goes on with it. Undefined: it lives then, or has never lived by then,
 * or nobody goes on.
 */
export function heirOn(tree: Lineage, unitId: string, day: Day): string | undefined {
  let at: string | null | undefined = unitId;
  for (let steps = 0; at && steps < LONGEST; steps += 1) {
    if (tree.aliveOn(at, day)) return steps === 0 ? undefined : at;
    const record: UnitRecord | undefined = tree.get(at);
    if (!record || endBy(record, day) === undefined) return undefined;
    at = nextOf(tree, record, day);
  }
  return undefined;
}

/** Who has, one after the other up to a day, what a unit began on another day, beside the unit itself. */
export function holdersOf(tree: Lineage, unitId: string, begun: Day, until: Day): Holder[] {
  const holders: Holder[] = [];
  let [at, since] = [unitId, begun];
  while (holders.length < LONGEST) {
    const record = tree.get(at);
    const life = record && livesOf(record).find(({ from, to }) => from <= since && since < to);
    // What is dated after the end was begun by who goes on.
    const end = life?.to ?? since;
    const heir = end > until ? undefined : heirOn(tree, at, end);
    if (!heir) break;
    holders.push({ unitId: heir, from: dateOf(end) });
    [at, since] = [heir, end];
  }
  return holders;
}

/** The refusal of what is dated a day on which its unit does not live; names the units that go on. */
export function notAlive(tree: Lineage, unitId: string, day: Day, path: string): Refusal {
  const code = 'unit-not-alive';
  const successors = successorsOn(tree, unitId, day);
  return new Refusal('unprocessable', code, {}, [{ path, code, ...(successors.length > 0 && { successors }) }]);
}
