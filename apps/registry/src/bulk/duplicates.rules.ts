import { Refusal } from '#contracts';

/** A province has some 10,000 units (DOMAIN.md 1.4); what is beyond is looked through part by part. */
export const MOST_UNITS = 20_000;

/** @throws Refusal `subtree-too-large` when people of so many units cannot be compared in one answer */
export function requireSearchable(units: number): void {
  if (units > MOST_UNITS) throw new Refusal('unprocessable', 'subtree-too-large', { units, most: MOST_UNITS });
}

/** Two members of one branch who are so alike that they may be one. */
export const likeness = (nameKey: string, birthDate: string, unitId: string): string =>
  [nameKey, birthDate, unitId].join('|');
