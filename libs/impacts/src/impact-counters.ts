import type { Day } from '#calendar';
import { Injectable } from '@nestjs/common';

/** What an act touches. */
export type Touched = {
  /** Units that end, and units that a revocation lets live again. */
  unitIds: readonly string[];
  effective: Day;
};

/** What of a feature an act touches, as numbers by code. */
export interface ImpactCounter {
  count(touched: Touched): Promise<Record<string, number>>;
}

/** The features of a service that say what an act touches in them. */
@Injectable()
export class ImpactCounters {
  readonly #counters: ImpactCounter[] = [];

  /** Called once, when its module begins. */
  add(counter: ImpactCounter): void {
    this.#counters.push(counter);
  }

  async count(touched: Touched): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const counter of this.#counters)
      for (const [code, found] of Object.entries(await counter.count(touched)))
        counts[code] = (counts[code] ?? 0) + found;
    return counts;
  }
}

/** Most units that are named to MongoDB at once. */
const AT_ONCE = 1_000;

/** Counts some units at a time: an act may end ten thousand. */
export async function sumOver(
  unitIds: readonly string[],
  count: (among: { $in: string[] }) => Promise<number>,
): Promise<number> {
  let sum = 0;
  for (let at = 0; at < unitIds.length; at += AT_ONCE) sum += await count({ $in: unitIds.slice(at, at + AT_ONCE) });
  return sum;
}
