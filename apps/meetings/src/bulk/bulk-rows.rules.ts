import {
  readAnswer,
  readDate,
  readId,
  readText,
  readWhole,
  type DateOrder,
  type RawRow as RawRowOf,
  type Read,
  type RowFault as RowFaultOf,
} from '#bulk';
import type { AttendanceCounts } from '../meetings/attendance.rules.js';
import type { MeetingDetails } from '../meetings/meetings.rules.js';
import type { Column } from './bulk-columns.rules.js';
import { instantAt, readClock, readKind, type Clock, type WrittenKind } from './bulk-values.rules.js';

export type RowFault = RowFaultOf<Column>;
export type RawRow = RawRowOf<Column>;

/** What a client declares of a file, since it cannot be told from the file. */
export type Declared = { dates: DateOrder };

const COUNTS = ['belong', 'present', 'excused', 'unexcused', 'exempt', 'elsewhere', 'voteBase'] as const;
const REQUIRED = ['unit', 'kind', ...COUNTS] as const;
/** Most of a count, as for a single meeting. */
const MOST = 100_000;
const MOST_CODE = 100;

type Counts = Record<(typeof COUNTS)[number], number>;
type Values = Partial<Counts> & {
  unit?: string;
  code?: string;
  kind?: WrittenKind;
  withThematic?: boolean;
  date?: string;
  start?: Clock;
  end?: Clock;
  minutes?: number;
  chairId?: string;
  secretaryId?: string;
};

/** A meeting as a row tells it; its unit is text still. */
export type WrittenMeeting = { unit: string; details: Omit<MeetingDetails, 'unitId'>; attendance: AttendanceCounts };
/** `complete`: the meeting, when nothing is wrong with the row. */
export type ReadRow = { row: number; values: Values; complete: WrittenMeeting | null; faults: RowFault[] };

/** One row's values, typed, with everything that is wrong with them. */
export function readRow({ row, cells, faults: told }: RawRow, { dates }: Declared): ReadRow {
  const faults = [...told];
  const take = <T>(column: Column, read: Read<T> | undefined): T | undefined => {
    if (read && 'code' in read) faults.push({ column, code: read.code });
    return read && 'value' in read ? read.value : undefined;
  };
  const values: Values = {
    unit: take('unit', readText(cells.unit)),
    code: take('code', readCode(cells.code)),
    kind: take('kind', readKind(cells.kind)),
    withThematic: take('withThematic', readAnswer(cells.withThematic)),
    date: take('date', readDate(cells.date, dates)),
    start: take('start', readClock(cells.start)),
    end: take('end', readClock(cells.end)),
    minutes: take('minutes', readWhole(cells.minutes, MOST)),
    chairId: take('chairId', readId(cells.chairId)),
    secretaryId: take('secretaryId', readId(cells.secretaryId)),
  };
  for (const column of COUNTS) values[column] = take(column, readWhole(cells[column], MOST));
  // A row that could not be read at all lacks everything; that is told once.
  if (!told.some(({ column }) => column === 'row'))
    faults.push(...missingFrom(values, faults), ...timesAgainst(values));
  return { row, values, complete: faults.length > 0 ? null : meetingOf(values as Complete), faults };
}

/** A code of the client's own for its record; numbers of a spreadsheet are text here. */
function readCode(raw: unknown): Read | undefined {
  const text = readText(typeof raw === 'number' ? String(raw) : raw);
  return text && 'value' in text && text.value.length > MOST_CODE ? { code: 'max-length' } : text;
}

function missingFrom(values: Values, faults: readonly RowFault[]): RowFault[] {
  const isTold = (column: Column): boolean => faults.some((fault) => fault.column === column);
  const lacks: Column[] = REQUIRED.filter((column) => values[column] === undefined);
  if (values.start === undefined) lacks.push('start');
  // An instant has its date in itself.
  if (values.date === undefined && !(values.start && 'instant' in values.start)) lacks.push('date');
  if (values.end === undefined && values.minutes === undefined && !isTold('minutes')) lacks.push('end');
  return lacks.filter((column) => !isTold(column)).map((column) => ({ column, code: 'required' }));
}

/** What two cells say of one time. */
function timesAgainst({ date, start, end, minutes }: Values): RowFault[] {
  const faults: RowFault[] = [];
  if (date !== undefined && start && 'instant' in start && start.date !== date)
    faults.push({ column: 'date', code: 'date-not-of-start' });
  if (end && minutes !== undefined) faults.push({ column: 'minutes', code: 'end-or-minutes' });
  return faults;
}

type Complete = Counts & Required<Pick<Values, 'unit' | 'kind' | 'start'>> & Values;

function meetingOf(values: Complete): WrittenMeeting {
  const { unit, kind, withThematic, start, end, minutes = 0, chairId = null, secretaryId = null } = values;
  const date = 'instant' in start ? start.date : values.date!;
  const startsAt = instantAt(start, date);
  const endsAt = end ? instantAt(end, date) : new Date(startsAt.getTime() + minutes * 60_000);
  const details = {
    kind: kind.kind,
    withThematic: withThematic ?? kind.withThematic ?? false,
    startsAt,
    endsAt,
    chairId,
    secretaryId,
  };
  const { belong, present, excused, unexcused, exempt, elsewhere, voteBase } = values;
  return { unit, details, attendance: { belong, present, excused, unexcused, exempt, elsewhere, voteBase } };
}
