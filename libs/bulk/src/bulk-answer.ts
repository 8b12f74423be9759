import { Answered, languageOf, textOf, type Answer } from '#http';
import type { BulkAnswer, BulkFaultAnswer, BulkQuery } from './bulk.dto.js';
import type { RowFault } from './file.rules.js';

/** What became of a row: an id and a receipt (none in a dry run), or what is wrong with it. */
export type RowResult = { row: number; id: string | null; receipt: string | null; errors: readonly RowFault[] };

/** The answer as it is kept with its key: codes only, since who asks again may read another language. */
export type KeptAnswer = Omit<BulkAnswer, 'results'> & { results: RowResult[] };

export function answerOf({ mode, dryRun }: Pick<BulkQuery, 'mode' | 'dryRun'>, results: RowResult[]): KeptAnswer {
  const accepted = results.filter(({ id }) => id !== null).length;
  return { mode, dryRun, rows: results.length, accepted, refused: results.length - accepted, results };
}

/** Each fault with what it means and what to do, for people. */
export const toldFaults = (faults: readonly RowFault[], acceptLanguage: string | undefined): BulkFaultAnswer[] => {
  const language = languageOf(acceptLanguage);
  return faults.map(({ column, code }) => ({ column, code, detail: textOf(code, language) }));
};

/** The answer in the language that is liked better. */
export function toldIn(acceptLanguage: string | undefined, { status, body, headers }: Answer<KeptAnswer>) {
  const results = body.results.map((result) => ({ ...result, errors: toldFaults(result.errors, acceptLanguage) }));
  return new Answered<BulkAnswer>(status, { ...body, results }, headers);
}
