import { isDeepStrictEqual } from 'node:util';
import type { ActName } from './follow-log.js';

/** How a fact came to lie where it lies: kept with it, in the version that an act made. */
export interface Followed<P> {
  act: ActName;
  /** The version that the act made: when it is the newest, nothing else has changed the fact since. */
  version: number;
  /** Units among which it was moved, so that it is found again when one of them changes. */
  units: string[];
  /** Where it lay before the first of the acts that moved it, with nothing else between them. */
  before: P;
}

/** The parts of a fact that say where it lies. */
export type Lying<P> = { version: number; parts: P; followed?: Followed<P> | undefined };

/**
 * The parts as the tree of now has them; null: as they are. From where it lay at first, as long as only acts moved it: so
 * an act that is revoked takes it back, and one that is amended goes another way. What was changed otherwise stays, unless
 * the unit where it now lies has ended too.
 */
export function followedBy<P>(
  { version, parts, followed }: Lying<P>,
  act: ActName,
  rules: { going: (parts: P) => P; unitsOf: (parts: P) => readonly string[] },
): { parts: P; followed: Followed<P> } | null {
  const untouched = followed?.version === version ? followed : undefined;
  const before = untouched?.before ?? parts;
  const next = rules.going(before);
  if (isDeepStrictEqual(next, parts)) return null;
  const units = [...new Set([...(untouched?.units ?? []), ...rules.unitsOf(before), ...rules.unitsOf(next)])];
  return { parts: next, followed: { act, version: version + 1, units, before } };
}

/** Who made the version, and the note on it. */
export const actorOf = ({ id }: ActName): string => `act:${id}`;
export const noteOf = ({ id, decision }: ActName): string => `${decision} (${id})`;
