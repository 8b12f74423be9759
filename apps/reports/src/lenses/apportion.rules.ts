/**
 * Whole parts of a whole number by weights: each its lower whole part, what is left one by one to the largest
 * remainders, the first of equals (Hamilton). A negative number is shared as its opposite is.
 */
export function apportion(n: number, weights: readonly bigint[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const size = BigInt(Math.abs(n));
  const parts = weights.map((weight) => (size * weight) / all);
  const left = Number(size - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = weights
    .map((weight, at) => ({ at, rest: (size * weight) % all }))
    .sort((a, b) => Number(b.rest - a.rest) || a.at - b.at);
  const more = new Set(byRemainder.slice(0, left).map(({ at }) => at));
  return parts.map((part, at) => Math.sign(n) * (Number(part) + Number(more.has(at))) + 0);
}

/**
 * Whose a unit is, one after the other: whoever is furthest behind his part so far, the first of equals. Who has all of his
 * part is never behind while others are, so parts of whole numbers come out exactly.
 */
class Turns {
  readonly #owners: number[] = [];
  readonly #got: number[];

  constructor(
    private readonly parts: readonly number[],
    private readonly whole: number,
  ) {
    this.#got = parts.map(() => 0);
  }

  owner(at: number): number {
    while (this.#owners.length <= at) this.#owners.push(this.#next(this.#owners.length + 1));
    return this.#owners[at] ?? 0;
  }

  #next(turn: number): number {
    let [best, most] = [-1, -Infinity];
    for (const [at, part] of this.parts.entries()) {
      const got = this.#got[at] ?? 0;
      const behind = part * turn - got * this.whole;
      if (behind > most) [best, most] = [at, behind];
    }
    this.#got[best] = (this.#got[best] ?? 0) + 1;
    return best;
  }
}

/**
 * Gives out a month's amount in the order it came about, each piece in whole parts that together are `apportion` of the
 * month. What has been given depends on how much came so far alone, so that any pieces of a day add up to the day. Should
 * amounts below zero lead out of the way from nothing to the month's amount, turns go on by the weights.
 */
export class Sharing {
  readonly #main: Turns;
  readonly #beyond: Turns;
  #soFar = 0;

  constructor(
    private readonly total: number,
    private readonly weights: readonly bigint[],
  ) {
    const parts = apportion(Math.abs(total), weights);
    this.#main = new Turns(parts, Math.abs(total));
    const all = Number(weights.reduce((sum, weight) => sum + weight, 0n));
    this.#beyond = new Turns(weights.map(Number), all);
  }

  /** The parts of the next piece. */
  give(n: number): number[] {
    const parts = this.weights.map(() => 0);
    const step = Math.sign(n);
    for (let left = Math.abs(n); left > 0; left -= 1) {
      const owner = this.#owner(step > 0 ? this.#soFar : this.#soFar - 1);
      parts[owner] = (parts[owner] ?? 0) + step;
      this.#soFar += step;
    }
    return parts;
  }

  /** Whose the unit is that leads from an amount to the next above it. */
  #owner(at: number): number {
    const [first, last] = this.total >= 0 ? [0, this.total] : [this.total, 0];
    if (at >= last) return this.#beyond.owner(at - last);
    if (at < first) return this.#beyond.owner(first - 1 - at);
    return this.#main.owner(this.total >= 0 ? at : -1 - at);
  }
}
