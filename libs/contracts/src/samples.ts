import { readdirSync, readFileSync } from 'node:fs';
import type { EventType } from './registry.js';

/** Beside `src` in the sources, and copied to the same place in dist. */
const FOLDER = new URL('../samples/', import.meta.url);

/** An event as it was published, for documents: with the name of what a later minor version added, if that is its point. */
export type Sample = { name: string; payload: Record<string, unknown> };

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
