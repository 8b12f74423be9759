/** Repeatable choices: the same seed makes the same ones. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed ^ 0x9e3779b9) >>> 0;
  }

  /** mulberry32: a number from 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to below `range`. */
  int = (range: number): number => Math.floor(this.next() * range);
  between = (low: number, high: number): number => low + this.int(high - low + 1);
  chance = (probability: number): boolean => this.next() < probability;

  pick<T>(list: readonly T[]): T {
    if (!list.length) throw new Error('nothing to pick from');
    return list[this.int(list.length)]!;
  }

  /** A UUID made of this generator's numbers. */
  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.int(16).toString(16));
    hex[12] = '4';
    hex[16] = '89ab'[this.int(4)]!;
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}

/** SEED of the environment, or one of today; printed by each run so that it can be repeated. */
export const seedOfRun = (): number => Number(process.env.SEED ?? Date.now() % 1_000_000_000);
