import { Refusal } from '#contracts';
import { CsvError, parse } from 'csv-parse/sync';
import type { Columns } from './columns.rules.js';

/** Most rows at once (DESIGN.md 6); the bytes are limited where the body is read. */
export const MOST_ROWS = 5_000;
export const FORMATS = ['text/csv', 'application/x-ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export type RowFault<C extends string = string> = { column: C | 'row'; code: string };
/** A row as written. `row` is its number in a spreadsheet, the heading being row 1; in NDJSON its line. */
export type RawRow<C extends string = string> = {
  row: number;
  cells: Partial<Record<C, unknown>>;
  faults: RowFault<C>[];
};
/** A file, and the code of the refusal when it has too many rows for the route. */
export type FileText = { format: Format; text: string; beyond?: string };

/**
 * The rows of a file, empty ones left out.
 *
 * @throws Refusal when it cannot be read as rows at all; what is wrong with one row is told with that row
 */
export function rowsOf<C extends string>(
  { text, format, beyond = 'too-many-rows' }: FileText,
  columns: Columns<C>,
): RawRow<C>[] {
  const plain = text.replace(/^\u{feff}/u, '');
  const rows = format === 'text/csv' ? csvRows(plain, columns) : jsonRows(plain, columns);
  if (rows.length === 0) throw new Refusal('unprocessable', 'no-rows');
  if (rows.length > MOST_ROWS) throw new Refusal('too-large', beyond, { rows: rows.length, most: MOST_ROWS });
  return rows;
}

function csvRows<C extends string>(text: string, known: Columns<C>): RawRow<C>[] {
  const records = recordsOf(text);
  const columns = headed(records[0] ?? [], known);
  return records.slice(1).flatMap((cells, at): RawRow<C>[] => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    const row = at + 2;
    // A row of another width is cut or shifted: nothing in it can be relied on.
    if (cells.length !== columns.length) return [{ row, cells: {}, faults: [{ column: 'row', code: 'cell-count' }] }];
    const named = columns.map((column, place): [C, unknown] => [column, cells[place]]);
    return [{ row, cells: Object.fromEntries(named) as RawRow<C>['cells'], faults: [] }];
  });
}

function recordsOf(text: string): string[][] {
  try {
    return parse(text, { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's message quotes what it read; only the line is told.
    throw new Refusal('unprocessable', 'csv-malformed', { line: Number(error.lines ?? 1) });
  }
}

/** The sign that parts more of the heading, outside quotes: Excel writes `;` where the comma parts decimals. */
function delimiterOf(text: string): ',' | ';' {
  const heading = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  return heading.split(';').length > heading.split(',').length ? ';' : ',';
}

function headed<C extends string>(headings: readonly string[], known: Columns<C>): C[] {
  const columns = headings.map((heading) => known.of(heading));
  const unknown = columns.indexOf(undefined);
  if (unknown >= 0) throw new Refusal('unprocessable', 'unknown-heading', { number: unknown + 1 });
  const twice = columns.findIndex((column, at) => columns.indexOf(column) !== at);
  if (twice >= 0) throw new Refusal('unprocessable', 'heading-twice', { number: twice + 1 });
  return columns as C[];
}

function jsonRows<C extends string>(text: string, known: Columns<C>): RawRow<C>[] {
  return text.split('\n').flatMap((line, at): RawRow<C>[] => {
    if (line.trim() === '') return [];
    return [{ row: at + 1, ...fieldsOf(line, known) }];
  });
}

function fieldsOf<C extends string>(line: string, known: Columns<C>): Omit<RawRow<C>, 'row'> {
  const parsed = parsedLine(line);
  if (!parsed) return { cells: {}, faults: [{ column: 'row', code: 'not-an-object' }] };
  const cells: RawRow<C>['cells'] = {};
  const faults: RowFault<C>[] = [];
  for (const [field, value] of Object.entries(parsed)) {
    const column = known.of(field);
    // The name of an unknown field is the client's text, and not repeated.
    if (!column || column in cells) faults.push({ column: 'row', code: column ? 'field-twice' : 'unknown-field' });
    else cells[column] = value;
  }
  return { cells, faults };
}

function parsedLine(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON: the row is refused as no object.
    return undefined;
  }
}
