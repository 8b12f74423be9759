import {
  groupsBy,
  isUuid,
  readAnswer,
  readDate,
  readText,
  type DateOrder,
  type RawRow as RawRowOf,
  type Read,
  type RowFault as RowFaultOf,
} from '#bulk';
import type { Column } from './bulk-columns.rules.js';
import { readIdentifier, readSex, readStanding } from './bulk-values.rules.js';

export type RowFault = RowFaultOf<Column>;
export type RawRow = RawRowOf<Column>;

/** What a client declares of a file, since it cannot be told from the file. */
export type Declared = {
  dates: DateOrder;
  /** Identifiers of fewer than 12 digits lost their leading zeros: put them back. */
  padIdentifiers: boolean;
  /** Since when the members are on the roll, where a row does not say. */
  on?: string;
};

/** The columns whose values are taken over as they are. */
const TEXTS = ['unit', 'id', 'name', 'otherName', 'ethnicity', 'religion', 'oldCardNumber'] as const;
const MORE_TEXTS = ['nativePlace', 'residence', 'occupation', 'phone'] as const;
const DATES = ['birthDate', 'on', 'decisionDate', 'ceremonyDate', 'officialDate'] as const;
const IDENTIFIERS = ['personalId', 'cardNumber'] as const;
const REQUIRED: readonly Column[] = ['unit', 'name', 'sex', 'birthDate', 'ethnicity', 'religion', 'on', 'standing'];

type TextColumn = (typeof TEXTS)[number] | (typeof MORE_TEXTS)[number];
type Values = { [column in TextColumn | (typeof DATES)[number] | (typeof IDENTIFIERS)[number]]?: string } & {
  sex?: 'female' | 'male';
  standing?: 'official' | 'probationary';
  confirmedDistinct?: boolean;
};
/** What a row must have, besides what it may. */
type Complete = Values &
  Required<Pick<Values, 'unit' | 'name' | 'sex' | 'birthDate' | 'ethnicity' | 'religion' | 'on' | 'standing'>>;

/** `complete`: the same values, when nothing is wrong with the row. */
export type ReadRow = { row: number; values: Values; complete: Complete | null; faults: RowFault[] };

/** One row's values, typed, with everything that is wrong with it. */
export function readRow({ row, cells, faults: told }: RawRow, { dates, padIdentifiers, on }: Declared): ReadRow {
  const faults = [...told];
  const take = <T>(column: Column, read: Read<T> | undefined): T | undefined => {
    if (read && 'code' in read) faults.push({ column, code: read.code });
    return read && 'value' in read ? read.value : undefined;
  };
  const values: Values = {};
  for (const column of [...TEXTS, ...MORE_TEXTS]) values[column] = take(column, readText(cells[column]));
  for (const column of DATES) values[column] = take(column, readDate(cells[column], dates));
  for (const column of IDENTIFIERS)
    values[column] = take(column, readIdentifier(cells[column], column, padIdentifiers));
  values.sex = take('sex', readSex(cells.sex));
  values.standing = take('standing', readStanding(cells.standing));
  values.confirmedDistinct = take('confirmedDistinct', readAnswer(cells.confirmedDistinct));
  values.on ??= on;
  // A date of recognition says what the sheet has no column of its own for.
  values.standing ??= values.officialDate ? 'official' : undefined;
  values.id = values.id?.toLowerCase();
  if (values.id !== undefined && !isUuid(values.id)) faults.push({ column: 'id', code: 'is-uuid' });
  // A row that could not be read at all lacks everything; that is told once.
  if (!told.some(({ column }) => column === 'row'))
    for (const column of REQUIRED)
      if (values[column] === undefined && !faults.some((fault) => fault.column === column))
        faults.push({ column, code: 'required' });
  return { row, values, complete: faults.length > 0 ? null : (values as Complete), faults };
}

/** Ids and identifiers that occur in several rows: which row is right only its office knows, so all are marked. */
export function repeatedIn(rows: readonly ReadRow[]): Map<number, RowFault[]> {
  const faults = new Map<number, RowFault[]>();
  for (const [column, code] of [
    ['id', 'id-twice'],
    ['personalId', 'identifier-twice'],
    ['cardNumber', 'identifier-twice'],
  ] as const)
    for (const same of groupsBy(rows, ({ values }) => values[column]))
      for (const { row } of same) faults.set(row, [...(faults.get(row) ?? []), { column, code }]);
  return faults;
}
