import { setImmediate as nextTurn } from 'node:timers/promises';

/** So many milliseconds long work goes on before others get a turn. */
const SLICE_MS = 10;

/** Tells long work when others are to get a turn. */
export class Slices {
  #begun = performance.now();

  /** @param between awaited between two slices */
  constructor(private readonly between: () => Promise<void> = nextTurn) {}

  get over(): boolean {
    return performance.now() - this.#begun >= SLICE_MS;
  }

  async rest(): Promise<void> {
    await this.between();
    this.#begun = performance.now();
  }
}
