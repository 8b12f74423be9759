import type { UnitRecord, UnitStretch } from '#contracts';
import { codeKey, daysOf, joined, type Span } from '#tree';

/** Days as stored: an open end is a number too, so that one index can hold it. */
export const FOREVER = 9_999_999;
/** Longer names are found by their beginning. */
const LONGEST_KEY = 80;
const MOST_WORDS = 16;

/** Borne by every root. */
export const ROOT_KEY = 'r:';

/** One text under which a unit is found while it bears it: `n:` from its name, `c:` its code, `r:` as a root. */
export type UnitKey = { key: string; from: number; to: number };

/**
 * What search compares: no case, no diacritics, đ as d, numbers without leading zeros, single spaces.
 * "Khu phố 06" → "khu pho 6".
 */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    // The Icelandic letter too: older Vietnamese encodings put it for Đ.
    .replaceAll(/[đð]/gu, 'd')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/(?<![\p{L}\p{N}])0+(?=\d)/gu, '')
    .trim();

/** The name from each of its words on: one index then finds it by any words in their order. */
export function nameKeys(name: string): string[] {
  const words = fold(name).split(' ').filter(Boolean).slice(0, MOST_WORDS);
  return [...new Set(words.map((_, at) => words.slice(at).join(' ').slice(0, LONGEST_KEY)))];
}

/** What to look for, as the beginning of keys: several lists of words cannot be given. */
export const nameQuery = (text: string): string => `n:${fold(text).slice(0, LONGEST_KEY)}`;
export const codeQuery = (code: string): string => `c:${codeKey(code.trim())}`;

const keysOfState = ({ code, name, parentId }: UnitStretch): string[] => [
  codeQuery(code),
  ...nameKeys(name).map((key) => `n:${key}`),
  ...(parentId === null ? [ROOT_KEY] : []),
];

/** All keys of a unit with the days on which they hold; a name borne over several stretches is one key. */
export function keysOf(record: UnitRecord): UnitKey[] {
  const spans = new Map<string, Span[]>();
  for (const stretch of record.stretches)
    for (const key of keysOfState(stretch)) spans.set(key, [...(spans.get(key) ?? []), daysOf(stretch)]);
  return [...spans].flatMap(([key, days]) =>
    joined(days).map(({ from, to }) => ({ key, from, to: Math.min(to, FOREVER) })),
  );
}

/**
 * A unit found by several of its keys is shown once, at the first of them: so pages neither repeat nor lose it.
 * `key` is the one found, `query` what it begins with.
 */
export const isFirstKey = (record: UnitRecord, key: string, query: string, day: number): boolean =>
  !keysOf(record).some(
    (other) => other.key < key && other.key.startsWith(query) && other.from <= day && day < other.to,
  );
