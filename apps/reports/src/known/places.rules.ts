import type { Span, TreeView } from '#tree';

/** When units lie in what is asked about. */
export interface Places {
  /** Whether heads move with units: not in a tree of one day. */
  readonly moves: boolean;
  /** When a unit lies in which of the asked ones. */
  under(unit: string, asked: { has(name: string): boolean }): ReadonlyMap<string, readonly Span[]>;
  /** Every unit that lies in one on some of these days. */
  unitsIn(name: string, days: Span): Iterable<string>;
}

/** By the paths of a tree. */
export class TreePlaces implements Places {
  constructor(private readonly target: Pick<TreeView, 'asOf' | 'stretches' | 'subtreeDuring'>) {}

  get moves(): boolean {
    return this.target.asOf === null;
  }

  under(unit: string, asked: { has(name: string): boolean }): ReadonlyMap<string, readonly Span[]> {
    const places = new Map<string, Span[]>();
    for (const { from, to, path } of this.target.stretches(unit))
      for (const above of path) if (asked.has(above)) append(places, above, { from, to });
    return places;
  }

  unitsIn(unit: string, { from, to }: Span): Iterable<string> {
    return this.target.subtreeDuring(unit, from, to).keys();
  }
}

function append(places: Map<string, Span[]>, above: string, days: Span): void {
  const spans = places.get(above);
  const last = spans?.at(-1);
  if (spans && last?.to === days.from) spans[spans.length - 1] = { from: last.from, to: days.to };
  else if (spans) spans.push(days);
  else places.set(above, [days]);
}

/** By lists of what lies where: in a tree of one day where histories are shared, which are places of their own. */
export class ListedPlaces implements Places {
  readonly moves = false;

  constructor(private readonly inside: ReadonlyMap<string, ReadonlyMap<string, readonly Span[]>>) {}

  under(unit: string, asked: { has(name: string): boolean }): ReadonlyMap<string, readonly Span[]> {
    const places = new Map<string, readonly Span[]>();
    for (const [name, units] of this.inside) {
      const spans = asked.has(name) ? units.get(unit) : undefined;
      if (spans) places.set(name, spans);
    }
    return places;
  }

  unitsIn(name: string): Iterable<string> {
    return this.inside.get(name)?.keys() ?? [];
  }
}
