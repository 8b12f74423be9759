import { stringify } from 'csv-stringify/sync';
import { said, type Cell, type Language, type Table } from './table.js';

/** What a spreadsheet takes for a formula, also in full width (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text that no spreadsheet runs: an apostrophe before it makes it a text. Numbers are left alone. */
const safe = (given: Cell, language: Language): string | number | boolean | null => {
  const cell = said(given, language);
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
};

/**
 * A table by RFC 4180, in UTF-8 with a BOM, which Excel needs to read Vietnamese. What all rows are about is in columns of
 * its own, said again in each row: so every row has as many fields, and one that is copied elsewhere still says what it is.
 */
export function csvOf({ columns, rows, about }: Table, language: Language): string {
  const headings = [...columns, ...about.map(({ heading }) => heading)].map((words) => words[language]);
  const values = about.map(({ value }) => value);
  return stringify(
    [headings, ...rows.map((row) => [...row, ...values])].map((row) => row.map((cell) => safe(cell, language))),
    {
      bom: true,
      record_delimiter: 'windows',
      // It would quote whole line ends only.
      quoted_match: /[\r\n]/,
      cast: { boolean: String },
    },
  );
}
