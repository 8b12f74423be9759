import { Refusal } from '#contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { columnOf, type Column } from './bulk-columns.rules.js';

/** Most rows at once (DESIGN.md 6); the bytes are limited where the body is read. */
export const MOST_ROWS = 5_000;
export const FORMATS = ['text/csv', 'application/x-ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export type RowFault = { column: Column | 'row'; code: string };
/** A row as written. `row` is its number in a spreadsheet, the heading being row 1; in NDJSON its line. */
export type RawRow = { row: number; cells: Partial<Record<Column, unknown>>; faults: RowFault[] };

/**
 * The rows of a file, empty ones left out.
 *
 * @throws Refusal when it cannot be read as rows at all; what is wrong with one row is told with that row
 */
export function rowsOf(text: string, format: Format): RawRow[] {
  const rows =
    format === 'text/csv' ? csvRows(text.replace(/^\u{feff}/u, '')) : jsonRows(text.replace(/^\u{feff}/u, ''));
  if (rows.length === 0) throw new Refusal('unprocessable', 'no-rows');
  if (rows.length > MOST_ROWS) throw new Refusal('too-large', 'too-many-rows', { rows: rows.length, most: MOST_ROWS });
  return rows;
}

function csvRows(text: string): RawRow[] {
  const records = recordsOf(text);
  const columns = columnsOf(records[0] ?? []);
  return records.slice(1).flatMap((cells, at): RawRow[] => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    const row = at + 2;
    // A row of another width is cut or shifted: nothing in it can be relied on.
    if (cells.length !== columns.length) return [{ row, cells: {}, faults: [{ column: 'row', code: 'cell-count' }] }];
    return [{ row, cells: Object.fromEntries(columns.map((column, place) => [column, cells[place]])), faults: [] }];
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

function columnsOf(headings: readonly string[]): Column[] {
  const columns = headings.map(columnOf);
  const unknown = columns.indexOf(undefined);
  if (unknown >= 0) throw new Refusal('unprocessable', 'unknown-heading', { number: unknown + 1 });
  const twice = columns.findIndex((column, at) => columns.indexOf(column) !== at);
  if (twice >= 0) throw new Refusal('unprocessable', 'heading-twice', { number: twice + 1 });
  return columns as Column[];
}

function jsonRows(text: string): RawRow[] {
  return text.split('\n').flatMap((line, at): RawRow[] => {
    if (line.trim() === '') return [];
    return [{ row: at + 1, ...fieldsOf(line) }];
  });
}

function fieldsOf(line: string): Omit<RawRow, 'row'> {
  const parsed = parsedLine(line);
  if (!parsed) return { cells: {}, faults: [{ column: 'row', code: 'not-an-object' }] };
  const cells: RawRow['cells'] = {};
  const faults: RowFault[] = [];
  for (const [field, value] of Object.entries(parsed)) {
    const column = columnOf(field);
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
