/** The columns of a kind of file: each with the headings that stand for it, Vietnamese first. */
export type Headings<C extends string> = Record<C, readonly string[]>;

/** Which column a heading stands for. */
export type Columns<C extends string> = {
  of(heading: string): C | undefined;
  has(name: string): name is C;
};

// Spaces fall away too: `birthDate` of an export and "Birth date" of a person are one heading.
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/[^a-z0-9]/g, '');

/**
 * Headings as people write them, Vietnamese and English, compared without case, marks and signs; the name of the column
 * itself is always one. A star (mandatory, as in the sheets of offices) and what is in brackets are no part of it.
 */
export function columnsOf<C extends string>(headings: Headings<C>): Columns<C> {
  const byHeading = new Map(
    (Object.entries(headings) as [C, readonly string[]][]).flatMap(([column, texts]) =>
      [column, ...texts].map((text): [string, C] => [folded(text), column]),
    ),
  );
  return {
    of: (heading) => byHeading.get(folded(heading.replaceAll(/\([^)]*\)/g, ''))),
    has: (name): name is C => Object.hasOwn(headings, name),
  };
}
