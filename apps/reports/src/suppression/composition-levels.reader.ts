import { dateOf, monthOf, type Day } from '#calendar';
import { COMPOSITION_PARTS, FACT_PREFIXES, type CompositionPart } from '#contracts';
import type { CellDocument } from '../figures/cells.js';
import { yearsBefore } from '../figures/cells.js';
import type { Contribution } from '../figures/contribution.js';
import { COMPOSITION_KEYS } from '../figures/measure-keys.js';
import { chunks } from '../rollups/cells.reader.js';
import type { Snapshot } from '../rollups/snapshots.js';

/** How many of a unit and all below it are what, on one day. */
export type Composition = Record<CompositionPart, number>;

const nobody = (): Composition =>
  Object.fromEntries(COMPOSITION_PARTS.map((part) => [part, 0])) as Record<CompositionPart, number>;

function add(to: Composition, amounts: Readonly<Record<string, number>> | undefined): void {
  if (amounts) for (const part of COMPOSITION_PARTS) to[part] += amounts[COMPOSITION_KEYS[part]] ?? 0;
}

const fields = (path: string): Record<string, 1> =>
  Object.fromEntries(COMPOSITION_PARTS.map((part) => [`${path}.${COMPOSITION_KEYS[part]}`, 1]));

/** The compositions of many units at the end of a day, with few reads: years, the months of this year, days of this month. */
export async function readCompositions(
  snapshot: Snapshot,
  units: readonly string[],
  day: Day,
): Promise<Map<string, Composition>> {
  const found = new Map(units.map((unit) => [unit, nobody()]));
  const { tree } = snapshot;
  for (const chunk of chunks(units.filter((unit) => tree.hasEverHadChild(unit))))
    await addCells(snapshot, chunk, day, found);
  for (const chunk of chunks(units.filter((unit) => !tree.hasEverHadChild(unit))))
    await addFacts(snapshot, chunk, day, found);
  return found;
}

async function addCells(
  { db, session }: Snapshot,
  units: readonly string[],
  day: Day,
  found: Map<string, Composition>,
): Promise<void> {
  const [month, last] = [monthOf(day), dateOf(day).slice(8)];
  const before = { $or: [{ m: yearsBefore(day) }, { m: { $gte: `${month.slice(0, 4)}-01`, $lt: month } }] };
  const cells = db.collection<CellDocument>('cells');
  const totals = cells.find({ u: { $in: [...units] }, ...before }, { session, projection: { u: 1, ...fields('t') } });
  for await (const { u, t } of totals) add(found.get(u) ?? nobody(), t);
  const days = cells.find({ u: { $in: [...units] }, m: month }, { session, projection: { u: 1, d: 1 } });
  for await (const { u, d } of days)
    for (const [date, amounts] of Object.entries(d ?? {})) if (date <= last) add(found.get(u) ?? nobody(), amounts);
}

/** A unit that never had a child has no cells: the composition of its roll is one fact. */
async function addFacts(
  { db, session }: Snapshot,
  units: readonly string[],
  day: Day,
  found: Map<string, Composition>,
): Promise<void> {
  const facts = db
    .collection<Contribution>('contributions')
    .find({ _id: { $in: units.map((unit) => FACT_PREFIXES.composition + unit) } }, { session, projection: { p: 1 } });
  for await (const { p } of facts)
    for (const { u, d, to, m } of p)
      if (d <= day && to !== undefined && (to === null || to > day)) add(found.get(u) ?? nobody(), m);
}
