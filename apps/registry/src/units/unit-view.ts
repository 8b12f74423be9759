import { dayOf } from '#calendar';
import type { UnitRecord, UnitStretch } from '#contracts';
import { nearestState, stateOn } from '#tree';

/** A unit on a date, as lists show it. Outside its life: the nearest state, `alive` false. Voided: no state at all. */
export type UnitOnDate = {
  id: string;
  version: number;
  voided: boolean;
  on: string;
  alive: boolean;
  code: string | null;
  name: string | null;
  kind: UnitStretch['kind'] | null;
  level: UnitStretch['level'] | null;
  parentId: string | null;
  from: string | null;
  to: string | null;
};

/** With its whole history. */
export type UnitView = UnitOnDate & { stretches: readonly UnitStretch[] };

export function unitOnDate(record: UnitRecord, on: string): UnitOnDate {
  const day = dayOf(on);
  const state = stateOn(record, day);
  const { code, name, kind, level, parentId, from, to } = state ?? nearestState(record, day) ?? NO_STATE;
  const { id, version, voided } = record;
  return { id, version, voided, on, alive: state !== undefined, code, name, kind, level, parentId, from, to };
}

export const unitView = (record: UnitRecord, on: string): UnitView => ({
  ...unitOnDate(record, on),
  stretches: record.stretches,
});

const NO_STATE = { code: null, name: null, kind: null, level: null, parentId: null, from: null, to: null };
