/** How long the parts of a round took. */
export class Laps {
  readonly #laps: { what: string; at: number; ms: number }[] = [];
  #last = performance.now();

  lap(what: string): void {
    const at = performance.now();
    this.#laps.push({ what, at, ms: at - this.#last });
    this.#last = at;
  }

  /** Milliseconds since the end of a part. */
  since(what: string): number {
    return performance.now() - (this.#laps.find((lap) => lap.what === what)?.at ?? this.#last);
  }

  get told(): string {
    return this.#laps.map(({ what, ms }) => `${what} ${(ms / 1_000).toFixed(1)} s`).join(', ');
  }
}
