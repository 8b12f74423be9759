import type { Day } from '#calendar';

/** When each unit lies in a subtree: half-open runs of days that do not overlap. */
export type Membership = ReadonlyMap<string, readonly { readonly from: Day; readonly to: Day }[]>;

/** Units that lie in it during the same days, few enough for one indexed query. */
export type Slice = { from: Day; to: Day; unitIds: string[] };

/** MongoDB merges this many index ranges in sort order without sorting in memory. */
const UNITS_OF_SLICE = 200;

/** Cuts a membership into queries: units with the same days together, at most 200 in one. */
export function slicesOf(members: Membership): Slice[] {
  const byDays = new Map<string, Slice>();
  const slices: Slice[] = [];
  for (const [unitId, spans] of members)
    for (const { from, to } of spans) {
      const key = `${from}/${to}`;
      const open = byDays.get(key);
      if (open && open.unitIds.length < UNITS_OF_SLICE) open.unitIds.push(unitId);
      else {
        const slice = { from, to, unitIds: [unitId] };
        byDays.set(key, slice);
        slices.push(slice);
      }
    }
  return slices;
}
