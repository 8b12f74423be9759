import { unitsOfRecord, type MemberDocument, type MemberRecord } from './member.js';

type Recorded = { record: MemberRecord };
const partAt = (unitId: string, { stretches, temporary, transferOverdue, movements }: MemberRecord): string =>
  JSON.stringify(
    [stretches, temporary, transferOverdue, movements].map((list: readonly { unitId: string }[]) =>
      list.filter((part) => part.unitId === unitId),
    ),
  );
const unitsIn = ({ record: { stretches, temporary, movements } }: Recorded): string[] =>
  [...stretches, ...temporary, ...movements].map(({ unitId }) => unitId);
const NOTHING: Recorded = { record: { stretches: [], temporary: [], transferOverdue: [], movements: [] } };

/** Units where a change of the record shows: where it needs the right to write. */
export function unitsChanged(before: Recorded | undefined, after: Recorded): string[] {
  const old = before ?? NOTHING;
  const units = new Set([...unitsIn(old), ...unitsIn(after)]);
  return [...units].filter((unit) => partAt(unit, old.record) !== partAt(unit, after.record));
}

/** Units whose roll changes, or the person on it: all he was ever at when personal data changed. */
export function unitsTouched(before: MemberDocument | undefined, after: MemberDocument): string[] {
  if (before && JSON.stringify(before.person) === JSON.stringify(after.person)) return unitsChanged(before, after);
  return [...new Set([...(before ? unitsOfRecord(before.record) : []), ...unitsOfRecord(after.record)])];
}
