import { refused } from '#contracts';
import type { Measure } from '../catalogue/measures.rules.js';
import { notSettled } from '../known/settled.rules.js';
import type { Window } from './account.rules.js';

/**
 * The window that was asked for; without an end, up to the newest settled instant.
 * @throws Refusal 409 `instant-not-settled`, 422 `instants-reversed`
 */
export function windowOf(from: Date, to: Date | undefined, settled: Date): Window {
  const end = to ?? settled;
  for (const [path, instant] of [
    ['from', from],
    ['to', end],
  ] as const)
    if (instant > settled) throw notSettled(path, settled);
  if (from > end) throw refused('instants-reversed', 'from');
  return { from: from.getTime(), to: end.getTime() };
}

/** @throws Refusal 422 `changes-of-distinct`: people counted once add over nothing, so no fact changes them by a number */
export function requireAdding(measures: readonly Measure[]): readonly Measure[] {
  if (measures.some(({ kind }) => kind === 'distinct')) throw refused('changes-of-distinct', 'measures');
  return measures;
}
