import { Refusal } from '#contracts';
import type { TextBody } from '#http';
import { FORMATS, type Format } from './file.rules.js';

/** Most bytes at once (DESIGN.md 6). */
export const MOST_BYTES = 10 * 1_048_576;

/**
 * A route that takes a file: more than other routes, and text only. An option of the app, since bodies are read before
 * routes are known. `beyond`: code of the refusal of a larger one, where there is another way.
 */
export const bulkBody = (path: TextBody['path'], beyond?: string): TextBody => ({
  path,
  types: FORMATS,
  limit: MOST_BYTES,
  beyond,
});

/** The file of a request, and what it is. @throws Refusal `text-expected` (400) when it is neither CSV nor NDJSON */
export function fileOf(contentType: string | undefined, body: unknown): { format: Format; text: string } {
  const format = FORMATS.find((known) => known === contentType?.split(';', 1)[0]?.trim().toLowerCase());
  if (typeof body !== 'string' || !format) throw new Refusal('malformed', 'text-expected');
  return { format, text: body };
}
