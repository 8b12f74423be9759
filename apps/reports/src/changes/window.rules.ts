import { Refusal } from '#contracts';
import type { Measure } from '../catalogue/measures.rules.js';
import type { Window } from './account.rules.js';

/** Watermarks come at most 5 s apart: then the instant may be settled. */
const SETTLES_WITHIN_S = 5;

const fault = (kind: 'conflict' | 'unprocessable', path: string, code: string, params = {}, retry?: number): Refusal =>
  new Refusal(kind, code, params, [{ path, code }], retry);

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
    if (instant > settled)
      throw fault('conflict', path, 'instant-not-settled', { settled: settled.toISOString() }, SETTLES_WITHIN_S);
  if (from > end) throw fault('unprocessable', 'from', 'instants-reversed');
  return { from: from.getTime(), to: end.getTime() };
}

/** @throws Refusal 422 `changes-of-distinct`: people counted once add over nothing, so no fact changes them by a number */
export function requireAdding(measures: readonly Measure[]): readonly Measure[] {
  if (measures.some(({ kind }) => kind === 'distinct')) throw fault('unprocessable', 'measures', 'changes-of-distinct');
  return measures;
}
