import writeXlsxFile, { type Row } from 'write-excel-file/node';
import { said, type Cell, type Language, type Table } from './table.js';

const WIDTHS = { first: 14, other: 18 };

const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const });

/** A text is kept as one, whatever it begins with: a sheet runs only what is stored as a formula. */
function cellOf(given: Cell, language: Language): Row[number] {
  const cell = said(given, language);
  if (cell === null) return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  return { value: cell, type: String };
}

/** A table as one sheet, to be printed and passed on: title, what it is about, then the rows under bold headings. */
export function xlsxOf({ title, columns, rows, about }: Table, language: Language): Promise<Buffer> {
  const sheet: Row[] = [
    [bold(title[language])],
    ...about.map(({ heading, value }) => [bold(heading[language]), cellOf(value, language)]),
    [],
    columns.map((words) => bold(words[language])),
    ...rows.map((row) => row.map((cell) => cellOf(cell, language))),
  ];
  const widths = columns.map((_, at) => ({ width: at === 0 ? WIDTHS.first : WIDTHS.other }));
  return writeXlsxFile(sheet, { columns: widths }).toBuffer();
}
