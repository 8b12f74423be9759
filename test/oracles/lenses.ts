// What every lens must say, folded fact by fact from the words of ACTS and DESIGN.md 4 and 7 alone. Units, days and
// amounts are few, so everything is done the slowest way there is. It imports nothing of ours.

export type LensStretch = { from: number; to: number | null; parent: string | null };
export type LensSuccession = {
  from: number;
  history: 'moves' | 'stays';
  to: { unit: string; weight: number }[];
};
export type LensUnit = { id: string; stretches: LensStretch[]; successions: LensSuccession[] };
/** A flow on a day; with `to` a level from that day to the day before `to` (null: for ever). */
export type LensFact = { unit: string; day: number; to?: number | null; amounts: Record<string, number> };
/** Null: as was. */
export type Lens = number | null;

/** The first day on which levels count: what began before began on it. */
const FIRST_DAY = -14_577;

type Slot = { weight: Fraction; passes: string[] };
type Fraction = { n: bigint; d: bigint };
const times = (a: Fraction, n: number, d: number): Fraction => ({ n: a.n * BigInt(n), d: a.d * BigInt(d) });

const monthOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 7);

export class LensOracle {
  private readonly units: Map<string, LensUnit>;

  constructor(
    units: readonly LensUnit[],
    private readonly facts: readonly LensFact[],
  ) {
    this.units = new Map(units.map((unit) => [unit.id, unit]));
  }

  /** Amounts of the unit and all below it: flows of [from, to), levels on its last day, and (`<`) on the day before it. */
  amounts(unit: string, from: number, to: number, lens: Lens): Record<string, number> {
    const sums: Record<string, number> = {};
    const add = (key: string, n: number): void => void (sums[key] = (sums[key] ?? 0) + n);
    for (const [key, n] of this.flows(unit, from, to, lens)) add(key, n);
    for (const [key, n] of this.levels(unit, to - 1, lens)) add(key, n);
    for (const [key, n] of this.levels(unit, from - 1, lens)) add(`<${key}`, n);
    for (const key of Object.keys(sums)) if (sums[key] === 0) delete sums[key];
    return sums;
  }

  private flows(unit: string, from: number, to: number, lens: Lens): [string, number][] {
    const found: [string, number][] = [];
    const lots = new Map<string, Map<number, number>>();
    for (const fact of this.facts) {
      if (fact.to !== undefined) continue;
      const lot = this.lotOf(fact.unit, fact.day, unit, lens);
      if (lot === 'out') continue;
      for (const [key, n] of Object.entries(fact.amounts)) {
        if (lot === 'in') {
          if (from <= fact.day && fact.day < to) found.push([key, n]);
          continue;
        }
        const name = `${lot}|${key}|${monthOf(fact.day)}`;
        const days = lots.get(name) ?? new Map<number, number>();
        lots.set(name, days.set(fact.day, (days.get(fact.day) ?? 0) + n));
      }
    }
    for (const [name, days] of lots) {
      const [lot = '', key = ''] = name.split('|');
      const slots = this.slotsOf(lot, lens as number);
      const shares = spread(
        [...days].sort(([a], [b]) => a - b),
        slots.map(({ weight }) => weight),
      );
      for (const [day, parts] of shares)
        if (from <= day && day < to)
          for (const [at, n] of parts.entries()) if (slots[at]?.passes.includes(unit)) found.push([key, n]);
    }
    return found;
  }

  private levels(unit: string, day: number, lens: Lens): [string, number][] {
    const found: [string, number][] = [];
    const lots = new Map<string, number>();
    for (const fact of this.facts) {
      if (fact.to === undefined || Math.max(fact.day, FIRST_DAY) > day) continue;
      if (fact.to !== null && fact.to <= day) continue;
      const lot = this.lotOf(fact.unit, day, unit, lens);
      for (const [key, n] of Object.entries(fact.amounts)) {
        if (lot === 'in') found.push([key, n]);
        else if (lot !== 'out') lots.set(`${lot}|${key}`, (lots.get(`${lot}|${key}`) ?? 0) + n);
      }
    }
    for (const [name, n] of lots) {
      const [lot = '', key = ''] = name.split('|');
      const slots = this.slotsOf(lot, lens as number);
      const parts = largestRemainders(
        n,
        slots.map(({ weight }) => weight),
      );
      for (const [at, part] of parts.entries()) if (slots[at]?.passes.includes(unit)) found.push([key, part]);
    }
    return found;
  }

  /** Where a fact of a unit lies for who asks of `asked`: in it, out of it, or with a unit whose history is shared. */
  private lotOf(unit: string, day: number, asked: string, lens: Lens): string {
    if (lens === null) return this.pathAsWas(unit, day).includes(asked) ? 'in' : 'out';
    if (!this.lives(unit)) return 'out';
    let at: string | null = unit;
    let asHistory = true;
    while (at !== null) {
      const held = this.followed(at, lens);
      const many = held !== undefined && held.to.length > 1;
      const goesOn = held !== undefined && held.to.some((one) => one.unit === at);
      const itself = at === unit;
      if (many && goesOn) {
        const before = itself ? day < held.from : asHistory;
        if (before) return at;
      }
      if (at === asked) return 'in';
      if (many && !goesOn) return at;
      asHistory = held !== undefined && !goesOn;
      at = this.parentIn(at, lens);
    }
    return 'out';
  }

  /** The ways up from a unit whose history is shared, each with its part of it and all units on it. */
  private slotsOf(lot: string, lens: number): Slot[] {
    const slots: Slot[] = [];
    const divide = (unit: string, weight: Fraction, passes: string[]): void => {
      const { to } = this.followed(unit, lens) ?? { to: [] };
      const all = to.reduce((sum, one) => sum + one.weight, 0);
      for (const one of to) {
        const part = times(weight, one.weight, all);
        if (one.unit === unit) climb(this.parentIn(unit, lens), part, [...passes, unit], false);
        else climb(one.unit, part, passes, true);
      }
    };
    const climb = (unit: string | null, weight: Fraction, passes: string[], asHistory: boolean): void => {
      if (unit === null) return void slots.push({ weight, passes });
      const held = this.followed(unit, lens);
      const many = held !== undefined && held.to.length > 1;
      const goesOn = held !== undefined && held.to.some((one) => one.unit === unit);
      if (many && !goesOn) return divide(unit, weight, [...passes, unit]);
      if (many && asHistory) return divide(unit, weight, passes);
      climb(this.parentIn(unit, lens), weight, [...passes, unit], held !== undefined && !goesOn);
    };
    divide(lot, { n: 1n, d: 1n }, []);
    return slots;
  }

  private lives(unit: string): boolean {
    return (this.units.get(unit)?.stretches.length ?? 0) > 0;
  }

  /** What is above it in the tree of a day: who took its place, or what it lay under. */
  private parentIn(unit: string, lens: number): string | null {
    const held = this.followed(unit, lens);
    if (!held || held.to.some((one) => one.unit === unit)) return this.parentOn(unit, lens);
    let best = held.to[0];
    for (const one of held.to) if (best && one.weight > best.weight) best = one;
    return best?.unit ?? null;
  }

  private readonly followedBy = new Map<number, Map<string, LensSuccession>>();

  /** The successions that the tree of a day follows; of a circle the oldest is left out, until there is none. */
  private followed(unit: string, lens: number): LensSuccession | undefined {
    let all = this.followedBy.get(lens);
    if (!all) this.followedBy.set(lens, (all = this.allFollowed(lens)));
    return all.get(unit);
  }

  private allFollowed(lens: number): Map<string, LensSuccession> {
    const held = new Map<string, LensSuccession>();
    for (const { id, stretches, successions } of this.units.values()) {
      const last = successions.filter(({ from, history }) => from <= lens && history === 'moves').at(-1);
      const to = last?.to.filter((one) => this.lives(one.unit)) ?? [];
      if (last && stretches.length > 0 && to.some((one) => one.unit !== id)) held.set(id, { ...last, to });
    }
    for (;;) {
      const above = (id: string): string[] => {
        const mine = held.get(id);
        const named = (mine?.to ?? []).map((one) => one.unit);
        if (mine && !named.includes(id)) return named;
        const parent = this.parentOn(id, lens);
        return [...named.filter((one) => one !== id), ...(parent === null ? [] : [parent])];
      };
      const reached = (id: string): Set<string> => {
        const seen = new Set(above(id));
        for (const one of seen) for (const next of above(one)) seen.add(next);
        return seen;
      };
      const round = [...held.keys()].filter((id) => reached(id).has(id));
      if (round.length === 0) return held;
      round.sort((a, b) => (held.get(a)?.from ?? 0) - (held.get(b)?.from ?? 0) || (a < b ? -1 : 1));
      held.delete(round[0] ?? '');
    }
  }

  private pathAsWas(unit: string, day: number): string[] {
    if (!this.lives(unit)) return [];
    const path: string[] = [];
    for (let at: string | null = unit; at !== null; at = this.parentOn(at, day)) path.push(at);
    return path;
  }

  /** The parent of the stretch that holds the day, else of the nearest, the earlier of two as near. */
  private parentOn(unit: string, day: number): string | null {
    let best: LensStretch | undefined;
    let nearest = Infinity;
    for (const stretch of this.units.get(unit)?.stretches ?? []) {
      const last = stretch.to === null ? Infinity : stretch.to - 1;
      const away = day < stretch.from ? stretch.from - day : Math.max(0, day - last);
      if (away < nearest) [best, nearest] = [stretch, away];
    }
    return best?.parent ?? null;
  }
}

/** Whole parts of a number by weights: the lower whole part of each, what is left to the largest remainders. */
export function largestRemainders(n: number, weights: readonly Fraction[]): number[] {
  const parts = weights.map(({ n: above, d: below }) => {
    const product = BigInt(n) * above;
    let whole = product / below;
    if (whole * below > product) whole -= 1n;
    return { whole, rest: { n: product - whole * below, d: below } };
  });
  let left = BigInt(n) - parts.reduce((sum, { whole }) => sum + whole, 0n);
  const bigger = (a: Fraction, b: Fraction): number => Number(b.n * a.d > a.n * b.d) - Number(b.n * a.d < a.n * b.d);
  const order = parts.map((_, at) => at).sort((a, b) => bigger(parts[a]!.rest, parts[b]!.rest) || a - b);
  for (const at of order) {
    if (left === 0n) break;
    parts[at]!.whole += 1n;
    left -= 1n;
  }
  return parts.map(({ whole }) => Number(whole));
}

/**
 * A month's days, shared: the month by largest remainder, then its days one unit at a time, each to the largest shortfall
 * against its part so far. Only for amounts that are not negative.
 */
export function spread(days: readonly [number, number][], weights: readonly Fraction[]): [number, number[]][] {
  const total = days.reduce((sum, [, n]) => sum + n, 0);
  const parts = largestRemainders(total, weights);
  const got = parts.map(() => 0);
  let given = 0;
  return days.map(([day, n]) => {
    const today = parts.map(() => 0);
    for (let one = 0; one < n; one += 1) {
      given += 1;
      const short = parts.map((part, at) => part * given - (got[at] ?? 0) * total);
      const open = parts.map((part, at) => (got[at] ?? 0) < part);
      let best = -1;
      for (const [at, by] of short.entries()) if (open[at] && (best < 0 || by > (short[best] ?? 0))) best = at;
      got[best] = (got[best] ?? 0) + 1;
      today[best] = (today[best] ?? 0) + 1;
    }
    return [day, today];
  });
}
