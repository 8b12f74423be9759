import { faultsOf, groupsBy, isUuid, type UnitFinder } from '#bulk';
import { dateOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { held, type Circumstances, type Meeting } from '../meetings/meetings.rules.js';
import { MEETING_COLUMNS, type Column } from './bulk-columns.rules.js';
import { readRow, type Declared, type RawRow, type ReadRow, type RowFault } from './bulk-rows.rules.js';

/** A row judged: the meeting it makes, or what is wrong with it. */
export type Judged = { row: number; id: string | null; meeting: Meeting | null; faults: RowFault[] };

/** What rows are judged by: the units in reach, and how the id of a meeting follows from a text. */
export type Court = Declared & {
  find: UnitFinder;
  world: Omit<Circumstances, 'rollOn'>;
  derived: (name: string) => string;
  /** Of the file: rows without a code have their ids from it. */
  scope: string;
};

/** Each row by the very rules of a single meeting that is logged and closed at once. */
export function judge(rows: readonly RawRow[], court: Court): Judged[] {
  const candidates = rows.map((row) => admitted(readRow(row, court), court));
  const ofCode = ({ read, id }: Candidate): string | undefined => (read.values.code === undefined ? undefined : id);
  for (const same of groupsBy(candidates, ofCode))
    for (const { faults } of same) faults.push({ column: 'code', code: 'code-twice' });
  return candidates.map(({ read: { row }, id, meeting, faults }) =>
    faults.length > 0 || !id || !meeting ? { row, id: null, meeting: null, faults } : { row, id, meeting, faults },
  );
}

type Candidate = { read: ReadRow; id?: string; meeting?: Meeting; faults: RowFault[] };

function admitted(read: ReadRow, court: Court): Candidate {
  const faults = [...read.faults];
  if (!read.complete) return { read, faults };
  const { unit, details, attendance } = read.complete;
  const unitId = court.find(unit, dateOf(localDayOf(details.startsAt)));
  if (unitId === undefined) return { read, faults: [{ column: 'unit', code: 'unit-not-below' }] };
  const id = idOf(read, unitId, court);
  try {
    const meeting = held({ ...details, unitId }, { attendance, members: null }, { ...court.world, rollOn });
    return { read, id, meeting, faults };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { read, id, faults: faultsOf(error, (field) => columnOfField(field, read)) };
  }
}

/** A file states counts, so nobody asks for a roll. */
const rollOn = (): never => {
  throw new Error('a file of meetings names no members');
};

/**
 * The client's code makes the id: the same record sent in another file is the same meeting. It holds within its branch,
 * since two offices may both begin at 1. A UUID is the id itself.
 */
function idOf({ row, values: { code } }: ReadRow, unitId: string, { derived, scope }: Court): string {
  if (code === undefined) return derived(`${scope}/${row}`);
  return isUuid(code.toLowerCase()) ? code.toLowerCase() : derived(`meeting/${unitId}/${code}`);
}

/** `attendance.present` → present; what the rules say of an instant, as the column that a clerk filled in. */
function columnOfField(field: string, { values }: ReadRow): Column | undefined {
  if (field === 'startsAt') return values.date === undefined ? 'start' : 'date';
  if (field === 'endsAt') return values.minutes === undefined ? 'end' : 'minutes';
  return MEETING_COLUMNS.has(field) ? field : undefined;
}
