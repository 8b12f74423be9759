import { unitsOfRecord, type MemberDocument, type MemberRecord } from './member.js';

type Recorded = { record: Pick<MemberRecord, 'stretches' | 'movements'> };

const rollOf = (unit: string, { stretches, movements }: Recorded['record']): string =>
  JSON.stringify([
    stretches.filter(({ unitId }) => unitId === unit),
    movements.filter(({ unitId }) => unitId === unit),
  ]);
const NOTHING: Recorded = { record: { stretches: [], movements: [] } };

/**
 * Units whose roll a change shows on: where it needs the right to write. A stay with another branch is a memo on no roll,
 * so the home branch enters and ends it alone, as it sends the letter.
 */
export function rollsChanged(before: Recorded | undefined, after: Recorded): string[] {
  const old = before ?? NOTHING;
  const parts = [old, after].flatMap(({ record }) => [...record.stretches, ...record.movements]);
  const units = new Set(parts.map(({ unitId }) => unitId));
  return [...units].filter((unit) => rollOf(unit, old.record) !== rollOf(unit, after.record));
}

/** Units whose roll changes, or the person on it: all he was ever at when personal data changed. */
export function unitsTouched(before: MemberDocument | undefined, after: MemberDocument): string[] {
  if (before && JSON.stringify(before.person) === JSON.stringify(after.person)) return rollsChanged(before, after);
  return [...new Set([...(before ? unitsOfRecord(before.record) : []), ...unitsOfRecord(after.record)])];
}
