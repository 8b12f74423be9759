import { dayOf, type Day } from '#calendar';
import type { Entry } from '../contribution.js';

/** Who has a fact, one after the other, each from a day on. */
export type Held = readonly { unitId: string; from: string }[];

/** What a fact adds, each entry at who has the fact on its days: the first unit until the first holder, and so on. */
export function heldEntries(entries: readonly Entry[], held: Held = []): Entry[] {
  return held.reduce<Entry[]>(
    (before, { unitId, from }) => before.flatMap((entry) => cut(entry, dayOf(from), unitId)),
    [...entries],
  );
}

function cut(entry: Entry, from: Day, unitId: string): Entry[] {
  if (entry.d >= from) return [{ ...entry, u: unitId }];
  // A flow is of its day; a level goes on at the other unit.
  if (entry.to === undefined || (entry.to !== null && entry.to <= from)) return [entry];
  return [
    { ...entry, to: from },
    { ...entry, u: unitId, d: from },
  ];
}
