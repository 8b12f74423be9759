import { MEASURES } from '../../catalogue/measures.js';
import type { Catalogue } from './report-type.rules.js';

const firstWord = (code: string): string => code.split('.', 1)[0] ?? code;

/** First words of measures counted from events; `reports` are counted per type, whatever their codes. */
const FAMILIES = new Set([...MEASURES.map(({ code }) => firstWord(code)), 'reports']);
/** What is answered on request only is no matter for a form: some of it is withheld, some takes long. */
const CODES = new Set(MEASURES.filter(({ onRequest }) => !onRequest).map(({ code }) => code));

/** What report types need to know of the catalogue of derived measures. */
export const CATALOGUE: Catalogue = {
  canPrefill: (code) => CODES.has(code),
  isTaken: (code) => FAMILIES.has(firstWord(code)),
};
