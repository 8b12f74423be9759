import { Random } from '../../flows/support/random.js';

/** One fault of a round: which, how long after the round began, and the seed of its own choices. */
export type Planned = { nemesis: string; afterMs: number; seed: number };
export type Weighted = { name: string; weight: number };

/** How long faults go on in a round. */
export const WINDOW_MS = 12_000;
/** A fault begins at the latest so long before the window's end. */
const LAST_BEGIN_MS = 7_000;
/** Faults that meet most often where such systems are run: each of these comes with the other now and then. */
const PAIRS: readonly [string, string][] = [
  ['kill', 'lost-answers'],
  ['kill', 'failpoints'],
  ['kill', 'primary'],
  ['broker', 'kill'],
  ['broker', 'network'],
  ['pause', 'network'],
  ['primary', 'network'],
  ['lost-answers', 'broker'],
  ['replay', 'kill'],
  ['rebalance', 'pause'],
];

function pickOne(random: Random, nemeses: readonly Weighted[]): string {
  let left = random.next() * nemeses.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of nemeses) if ((left -= weight) < 0) return name;
  return nemeses.at(-1)!.name;
}

/**
 * What happens in a round: one to three faults, mostly more than one, one round in three a pair of those that meet most. The same seed and round
 * plan the same, whatever happened before. In the first rounds each fault comes once, so that a run has them all.
 */
export function planRound(seed: number, round: number, nemeses: readonly Weighted[]): Planned[] {
  const random = new Random(seed * 1_000_003 + round);
  const names = new Set(nemeses.map(({ name }) => name));
  const pairs = PAIRS.filter((pair) => pair.every((name) => names.has(name)));
  const chosen = new Set<string>();
  const turn = inOrderOf(seed, nemeses)[round];
  if (turn) chosen.add(turn);
  else if (pairs.length > 0 && random.chance(1 / 3)) for (const name of random.pick(pairs)) chosen.add(name);
  const wanted = random.chance(0.15) ? 1 : random.between(2, 3);
  const count = Math.min(nemeses.length, Math.max(chosen.size, wanted));
  while (chosen.size < count) chosen.add(pickOne(random, nemeses));
  return [...chosen].map((nemesis) => ({
    nemesis,
    afterMs: random.int(WINDOW_MS - LAST_BEGIN_MS),
    seed: random.int(2 ** 31),
  }));
}

/** The order in which each comes once: shuffled by the seed. */
function inOrderOf(seed: number, nemeses: readonly Weighted[]): string[] {
  const random = new Random(seed);
  return nemeses
    .map(({ name }) => ({ name, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}
