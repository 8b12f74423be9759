/** A word in both languages. */
export type Words = { vi: string; en: string };

/** Numbers stay numbers and texts texts; words are said in the reader's language; null is an empty cell. */
export type Cell = string | number | boolean | Words | null;
export type Language = keyof Words;

/** A cell for readers of a language. */
export const said = (cell: Cell, language: Language): Exclude<Cell, Words> =>
  typeof cell === 'object' && cell !== null ? cell[language] : cell;

/**
 * An answer as a table. `about` is what its figures must be read with (of whom, when, how fresh, how complete): the same
 * for all rows.
 */
export type Table = {
  /** Of the file, in letters, digits and hyphens. */
  name: string;
  title: Words;
  columns: readonly Words[];
  rows: readonly (readonly Cell[])[];
  about: readonly { heading: Words; value: Cell }[];
};

/** The most rows of a table: of a province's branches there are fewer. */
export const MOST_ROWS = 10_000;
