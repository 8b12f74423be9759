import type { Entry } from '../figures/contribution.js';

/** A version of a fact with when it was the one known: from `at` to before `until` (milliseconds since 1970). */
export type KnownVersion = {
  factId: string;
  version: number;
  source: string;
  entries: readonly Entry[];
  at: number;
  until: number;
  traceId?: string;
};
