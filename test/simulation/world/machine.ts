import { AsyncLocalStorage } from 'node:async_hooks';
import { Random } from './random.js';

/** A simulated process: what is asked of it while it is stopped waits, and is dropped once it was killed. */
export type Process = { name: string; alive: boolean; stoppedUntil: number; skewMs: number };

type Happening = { at: number; order: number; process: Process | null; run: () => void };

const real = {
  Date,
  setImmediate: globalThis.setImmediate,
  clock: performance,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  random: Math.random,
};
const START = Date.UTC(2026, 10, 28, 12);
const running = new AsyncLocalStorage<Process>();

/** Between two happenings everything that waits for a promise gets its turn. */
const settle = (): Promise<void> => new Promise((resolve) => real.setImmediate(resolve));

/**
 * All time, and the order in which everything happens: a queue of happenings by simulated time, drawn from one seed.
 * While it is `inside`, the clocks and timers of the code under test are these.
 */
export class Machine {
  #now = 0;
  #order = 0;
  readonly #queue: Happening[] = [];
  readonly random: Random;
  steps = 0;

  constructor(readonly seed: number) {
    this.random = new Random(seed);
  }

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }

  /** Milliseconds since 1970, as the servers have it. */
  get time(): number {
    return START + Math.floor(this.#now);
  }

  /** Has something happen; at the earliest, when the process it belongs to runs again. */
  after(ms: number, run: () => void, process: Process | null = null): Happening {
    const happening = { at: this.#now + Math.max(0, ms), order: this.#order++, process, run };
    this.#push(happening);
    return happening;
  }

  /** Short as a rule, long at times. */
  latency(): number {
    const dice = this.random.next();
    if (dice < 0.9) return this.random.between(0.1, 3);
    return dice < 0.995 ? this.random.between(3, 40) : this.random.between(40, 2_500);
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Code of one process: its clock is this process's, and its timers die with it. */
  as<T>(process: Process, work: () => T): T {
    return running.run(process, work);
  }

  /** Lets things happen until the condition holds. Answers whether it did within so many simulated milliseconds. */
  async until(condition: () => boolean, withinMs: number): Promise<boolean> {
    const end = this.#now + withinMs;
    await settle();
    while (!condition()) {
      const next = this.#pop();
      if (!next || next.at > end) return false;
      this.#now = Math.max(this.#now, next.at);
      const { process } = next;
      if (process && !process.alive) continue;
      if (process && process.stoppedUntil > this.#now) {
        this.#push({ ...next, at: process.stoppedUntil, order: this.#order++ });
        continue;
      }
      this.steps += 1;
      next.run();
      await settle();
    }
    return true;
  }

  /** Runs `work` with this machine's clock, timers and chance in place of the real ones. */
  async inside<T>(work: () => Promise<T>): Promise<T> {
    this.#takeOver();
    try {
      return await work();
    } finally {
      Object.assign(globalThis, real);
      Object.defineProperty(globalThis, 'performance', { value: real.clock, configurable: true, writable: true });
      Math.random = real.random;
    }
  }

  #takeOver(): void {
    const wall = (): number => this.time + (running.getStore()?.skewMs ?? 0);
    class SimulatedDate extends real.Date {
      constructor(...args: [] | [number]) {
        super(...(args.length === 0 ? ([wall()] as [number]) : args));
      }
      static override now = wall;
    }
    const timer =
      (again: boolean) =>
      (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
        const process = running.getStore() ?? null;
        const handle = { stopped: false, unref: () => handle, ref: () => handle };
        const fire = (): void => {
          if (handle.stopped) return;
          if (again) this.after(ms, fire, process);
          run(...args);
        };
        this.after(Math.max(1, ms), fire, process);
        return handle;
      };
    const clear = (handle?: { stopped: boolean }): void => void (handle && (handle.stopped = true));
    Object.assign(globalThis, {
      Date: SimulatedDate,
      setTimeout: timer(false),
      setInterval: timer(true),
      clearTimeout: clear,
      clearInterval: clear,
    });
    Object.defineProperty(globalThis, 'performance', {
      value: { now: () => this.#now },
      configurable: true,
      writable: true,
    });
    Math.random = this.random.next;
  }

  #push(happening: Happening): void {
    const queue = this.#queue;
    let at = queue.push(happening) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(queue[at]!, queue[parent]!)) break;
      [queue[at], queue[parent]] = [queue[parent]!, queue[at]!];
      at = parent;
    }
  }

  #pop(): Happening | undefined {
    const queue = this.#queue;
    const first = queue[0];
    const last = queue.pop();
    if (!first || !last || first === last) return first;
    queue[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < queue.length && before(queue[left]!, queue[least]!)) least = left;
      if (right < queue.length && before(queue[right]!, queue[least]!)) least = right;
      if (least === at) return first;
      [queue[at], queue[least]] = [queue[least]!, queue[at]!];
      at = least;
    }
  }
}

const before = (a: Happening, b: Happening): boolean => (a.at === b.at ? a.order < b.order : a.at < b.at);
