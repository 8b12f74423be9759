import { readdirSync, readFileSync } from 'node:fs';
import type { EventType, Sample } from '#contracts';

/** Golden samples, in the sources and copied to the same place in dist. */
const FOLDER = new URL('../../../../libs/contracts/samples/', import.meta.url);

/**
 * The golden samples of a type. Files are `<type>.json`, and `<type>+<what>.json` for what a later minor version added;
 * they are kept for ever and still read (test/contracts).
 */
export const samplesOf = (type: EventType): Sample[] =>
  readdirSync(FOLDER)
    .filter((file) => file === `${type}.json` || file.startsWith(`${type}+`))
    .sort()
    .map((file) => ({
      name: file.slice(type.length).replace(/^\+|\.json$/g, '') || 'as first published',
      payload: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, unknown>,
    }));
