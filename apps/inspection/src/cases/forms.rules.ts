import type { CaseForm, CaseKind } from '#contracts';

/**
 * Which forms each kind of work has (QĐ 296-QĐ/TW and HD 08-HD/TW 2025, DOMAIN.md 4.2). Whether a branch may do
 * thematic supervision hangs on its size and whether it has a committee of its own; that is for it to judge.
 */
export const FORMS_OF_KIND: Readonly<Record<CaseKind, readonly CaseForm[]>> = {
  inspection: ['regular', 'periodic', 'signs-of-violation', 'thematic'],
  supervision: ['regular', 'thematic'],
};
