import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/** Tells work that nobody waits for when it disturbs nobody. */
export class Quiet {
  #reads = 0;
  readonly #waiting = new Set<() => void>();

  /** Runs a read that somebody waits for. */
  async during<T>(read: () => Promise<T>): Promise<T> {
    this.#reads += 1;
    try {
      return await read();
    } finally {
      this.#reads -= 1;
      if (this.#reads === 0) for (const go of this.#waiting) go();
    }
  }

  /** Resolves when no such read is under way, or after so many milliseconds: there may never be a moment without one. */
  async come(mostMs: number): Promise<void> {
    if (this.#reads === 0) return nextTurn();
    const over = new AbortController();
    const go = (): void => over.abort();
    this.#waiting.add(go);
    await pause(mostMs, undefined, { ref: false, signal: over.signal }).catch(() => undefined); // it is quiet
    this.#waiting.delete(go);
  }
}
