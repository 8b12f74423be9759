import type { Shares, Span, TreeView } from '#tree';
import { joined } from '#tree';
import { EVER } from '../rollups/spans.rules.js';
import type { Inside } from './placed-plan.rules.js';

/** A way up from a unit whose history is shared: its part of it, and every unit that has it so. */
export type Slot = { weight: bigint; passes: ReadonlySet<string> };

/** A history that is shared: when which units lie in it, and the ways it goes. */
export type Lot = { unit: string; inside: Inside; slots: readonly Slot[] };

/** A lot of which a unit has some ways, but not all. */
export type LotPart = { lot: Lot; slots: readonly number[] };

/** Whether a unit goes on and only what it did before is shared; otherwise everything that lies there is. */
const goesOn = (shares: Shares | undefined): shares is Shares => shares !== undefined && shares.until !== Infinity;
const isGone = (shares: Shares | undefined): boolean => shares?.until === Infinity;

/** What lies under a unit and in no shared history on the way there. */
export function clearBelow(target: TreeView, unitId: string): Map<string, readonly Span[]> {
  const found = new Map<string, readonly Span[]>();
  if (target.parentOn(unitId, 0) === undefined) return found;
  const left = [unitId];
  for (let unit = left.pop(); unit !== undefined; unit = left.pop()) {
    const shares = target.shares.get(unit);
    found.set(unit, goesOn(shares) ? [{ from: shares.until, to: Infinity }] : EVER);
    for (const child of target.children(unit)) {
      const isShared = isGone(target.shares.get(child)) || (goesOn(shares) && target.isPredecessor(child));
      if (!isShared) left.push(child);
    }
  }
  return found;
}

function insideLot(target: TreeView, unit: string): Inside {
  const shares = target.shares.get(unit);
  if (!goesOn(shares)) return clearBelow(target, unit);
  const inside = new Map<string, readonly Span[]>([[unit, [{ from: -Infinity, to: shares.until }]]]);
  for (const child of target.children(unit))
    if (target.isPredecessor(child) && !target.shares.has(child))
      for (const [below, spans] of clearBelow(target, child)) inside.set(below, spans);
  return inside;
}

type Way = { above: bigint; below: bigint; passes: readonly string[] };

/** All ways up from a shared history; where one leads into another shared history, its weights are multiplied. */
class Ways {
  readonly found: Way[] = [];

  constructor(private readonly target: TreeView) {}

  divide(unit: string, { above, below, passes }: Way): void {
    const to = this.target.shares.get(unit)?.to ?? [];
    const all = to.reduce((sum, { weight }) => sum + weight, 0);
    for (const { unitId, weight } of to) {
      const way = { above: above * BigInt(weight), below: below * BigInt(all), passes };
      if (unitId !== unit) this.#climb(unitId, way, true);
      else this.#climb(this.target.parentOn(unit, 0), { ...way, passes: [...passes, unit] }, false);
    }
  }

  #climb(unit: string | null | undefined, way: Way, asHistory: boolean): void {
    if (!unit) return void this.found.push(way);
    const shares = this.target.shares.get(unit);
    const beyond = { ...way, passes: [...way.passes, unit] };
    if (isGone(shares)) return this.divide(unit, beyond);
    if (shares && asHistory) return this.divide(unit, way);
    this.#climb(this.target.parentOn(unit, 0), beyond, this.target.isPredecessor(unit));
  }
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));

function slotsOf(target: TreeView, unit: string): Slot[] {
  const ways = new Ways(target);
  ways.divide(unit, { above: 1n, below: 1n, passes: [] });
  const common = ways.found.reduce((all, { below }) => (all / divisor(all, below)) * below, 1n);
  const weights = ways.found.map(({ above, below }) => above * (common / below));
  const by = weights.reduce(divisor, 0n);
  return ways.found.map(({ passes }, at) => ({ weight: (weights[at] ?? 0n) / by, passes: new Set(passes) }));
}

/** Every shared history of a tree, and which units have parts of it. */
export class Lots {
  readonly #byUnit = new Map<string, LotPart[]>();

  constructor(target: TreeView) {
    for (const unit of target.shares.keys()) {
      const slots = slotsOf(target, unit);
      const lot: Lot = { unit, inside: insideLot(target, unit), slots };
      for (const id of new Set(slots.flatMap(({ passes }) => [...passes]))) {
        const part = { lot, slots: slots.flatMap(({ passes }, at) => (passes.has(id) ? [at] : [])) };
        const known = this.#byUnit.get(id);
        if (known) known.push(part);
        else this.#byUnit.set(id, [part]);
      }
    }
  }

  of(unitId: string): readonly LotPart[] {
    return this.#byUnit.get(unitId) ?? [];
  }
}

/** What is a unit's whole, with lots that all go there, and lots of which it has a part. */
export function divided(target: TreeView, lots: Lots, unitId: string): { inside: Inside; parts: readonly LotPart[] } {
  const parts: LotPart[] = [];
  const inside = clearBelow(target, unitId);
  for (const part of lots.of(unitId)) {
    if (part.slots.length < part.lot.slots.length) parts.push(part);
    else for (const [unit, spans] of part.lot.inside) inside.set(unit, joined([...(inside.get(unit) ?? []), ...spans]));
  }
  return { inside, parts };
}
