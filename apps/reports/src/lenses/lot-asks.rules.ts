import { dayOf, monthBeside, monthOf, splitPeriod, type Day } from '#calendar';
import type { Span } from '#tree';
import { OPENING } from '../figures/measure-keys.js';
import type { Buckets, LevelAs, Want } from '../rollups/cells.rules.js';
import { includesDay } from '../rollups/spans.rules.js';
import { apportion, Sharing } from './apportion.rules.js';
import type { LotPart } from './lots.rules.js';
import { takeWants, type StoredWants, type Take } from './placed-plan.rules.js';

/** A lot of which a unit has a part, with how to make it up from what is stored. */
export type PlannedPart = LotPart & { takes: readonly Take[] };

type Sums = ReadonlyMap<string, number>;
const NONE: Sums = new Map();

/** What a lot is asked for by one want: months (or days of one) of flows, or a level. */
type Asked = { bucket: string; part: PlannedPart } & (
  { month: Span; days: readonly Span[] | 'whole' } | { level: Day; as: LevelAs; sign: 1 | -1 }
);

const bucketOf = ({ lot }: PlannedPart, of: string): string => `\u0000${lot.unit}\u0000${of}`;
const daysOf = ({ from, to }: Span): Day[] => Array.from({ length: to - from }, (_, at) => from + at);

/** The whole month that a part of it lies in. */
function monthAround(day: Day): Span {
  const month = monthOf(day);
  return { from: dayOf(`${month}-01`), to: dayOf(`${monthBeside(month, 1)}-01`) };
}

/**
 * Reads shared histories and gives each unit its part. A month is shared as a whole, so all of it is read, by days where
 * some of them are wanted; a level is shared on its day.
 */
export class LotAsks {
  readonly #asked: Asked[] = [];
  readonly #read = new Set<string>();
  /** What was asked of each lot, under its own name, for who adds to what is stored. */
  readonly wants: Want[] = [];
  readonly inside = new Map<string, LotPart['lot']['inside']>();

  constructor(private readonly stored: StoredWants) {}

  ask(want: Want, part: PlannedPart): void {
    if ('level' in want) this.#level(want.bucket, part, want.level, want.as, want.sign);
    else
      for (const span of want.spans) {
        this.#flows(want.bucket, part, span);
        if (!want.changes) continue;
        this.#level(want.bucket, part, span.to - 1, 'closing', 1);
        this.#level(want.bucket, part, span.from - 1, 'closing', -1);
      }
  }

  /** Adds the parts to the buckets that asked, out of those that were read for them. */
  settle(buckets: Buckets): Buckets {
    for (const asked of this.#asked) {
      const sums = buckets.get(asked.bucket) ?? new Map<string, number>();
      buckets.set(asked.bucket, sums);
      const parts = 'level' in asked ? this.#levelPart(buckets, asked) : this.#monthPart(buckets, asked);
      for (const [key, n] of parts) sums.set(key, (sums.get(key) ?? 0) + n);
    }
    for (const bucket of this.#read) buckets.delete(bucket);
    return buckets;
  }

  #level(bucket: string, part: PlannedPart, level: Day, as: LevelAs, sign: 1 | -1): void {
    // Nobody moves in a tree of one day, and no other shares.
    if (as === 'moved') return;
    this.#asked.push({ bucket, part, level, as, sign });
    const of = bucketOf(part, `L${level}`);
    this.#want(of, part, { bucket: of, unit: '', level, as: 'closing', sign: 1 });
  }

  #flows(bucket: string, part: PlannedPart, span: Span): void {
    for (const { from, to } of splitPeriod({ id: '', ...span }, 'month')) {
      const month = monthAround(from);
      const whole = from === month.from && to === month.to;
      this.#asked.push({ bucket, part, month, days: whole ? 'whole' : [{ from, to }] });
      for (const days of whole ? [month] : daysOf(month).map((day) => ({ from: day, to: day + 1 }))) {
        const of = bucketOf(part, `${days.from}-${days.to}`);
        this.#want(of, part, { bucket: of, unit: '', spans: [days] });
      }
    }
  }

  #want(of: string, part: PlannedPart, want: Want): void {
    if (this.#read.has(of)) return;
    this.#read.add(of);
    const { takes, lot } = part;
    const name = bucketOf(part, '');
    this.inside.set(name, lot.inside);
    this.wants.push({ ...want, unit: name });
    for (const take of takes) takeWants(this.stored, want, take);
  }

  *#levelPart(
    buckets: Buckets,
    { part, level, as, sign }: Extract<Asked, { level: Day }>,
  ): Generator<[string, number]> {
    for (const [key, n] of buckets.get(bucketOf(part, `L${level}`)) ?? NONE) {
      const parts = apportion(n, weightsOf(part));
      yield [as === 'opening' ? OPENING + key : key, sign * sumOf(parts, part.slots)];
    }
  }

  *#monthPart(buckets: Buckets, { part, month, days }: Extract<Asked, { month: Span }>): Generator<[string, number]> {
    if (days === 'whole') {
      for (const [key, n] of buckets.get(bucketOf(part, `${month.from}-${month.to}`)) ?? NONE)
        yield [key, sumOf(apportion(n, weightsOf(part)), part.slots)];
      return;
    }
    const amounts = daysOf(month).map((day) => buckets.get(bucketOf(part, `${day}-${day + 1}`)) ?? NONE);
    for (const key of new Set(amounts.flatMap((sums) => [...sums.keys()]))) {
      const byDay = amounts.map((sums) => sums.get(key) ?? 0);
      const sharing = new Sharing(
        byDay.reduce((sum, n) => sum + n, 0),
        weightsOf(part),
      );
      for (const [at, n] of byDay.entries()) {
        const given = sumOf(sharing.give(n), part.slots);
        if (includesDay(days, month.from + at)) yield [key, given];
      }
    }
  }
}

export const weightsOf = ({ lot }: LotPart): bigint[] => lot.slots.map(({ weight }) => weight);
export const sumOf = (parts: readonly number[], slots: readonly number[]): number =>
  slots.reduce((sum, at) => sum + (parts[at] ?? 0), 0);
