/** Overlays beyond this are folded into a base of their own when forked: a fork costs at most this many entries. */
const LARGEST_OVERLAY = 1_000;
/** Of a big map a larger part: an act of many steps would copy 250,000 entries at every second transaction. */
const PART_OF_BASE = 1 / 32;

/** In the overlay: no longer in the map, though the base has it. */
const GONE = Symbol('gone');

/**
 * A map with cheap copies that do not see each other's later changes: copies share a base that nobody writes any
 * more, and keep what changed since in a small overlay. Made for the tree, where reads hold on to one revision while
 * the next is prepared, and copying 250,000 entries at every change would cost more than the change.
 */
export class LayeredMap<V extends object | true> {
  #base = new Map<string, V>();
  #over: Map<string, V | typeof GONE> | null = null;

  get(key: string): V | undefined {
    const value = this.#over?.get(key) ?? this.#base.get(key);
    return value === GONE ? undefined : value;
  }

  set(key: string, value: V | undefined): void {
    if (this.#over) this.#over.set(key, value ?? GONE);
    else if (value === undefined) this.#base.delete(key);
    else this.#base.set(key, value);
  }

  *keys(): Generator<string> {
    for (const key of this.#base.keys()) if (!this.#over?.has(key)) yield key;
    for (const [key, value] of this.#over ?? []) if (value !== GONE) yield key;
  }

  /** A copy to change. This one must not be changed afterwards. */
  fork(): LayeredMap<V> {
    const copy = new LayeredMap<V>();
    if (!this.#over || this.#over.size <= Math.max(LARGEST_OVERLAY, this.#base.size * PART_OF_BASE)) {
      copy.#base = this.#base;
      copy.#over = new Map(this.#over);
      return copy;
    }
    copy.#base = new Map(this.#base);
    for (const [key, value] of this.#over) copy.set(key, value === GONE ? undefined : value);
    return copy;
  }
}
