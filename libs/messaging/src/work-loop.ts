import { Rest } from './rest.js';

/** What was worked at is another worker's by now. */
export class LostClaim extends Error {}

export type Work = {
  /** One piece of work. False: nothing waits. */
  turn: () => Promise<boolean>;
  /** How often to look for what another process left, in milliseconds; asked after each turn. */
  lookMs: number | (() => number);
  /** Tells of a turn that failed. */
  failed: (error: unknown) => void;
  /** How long to rest after failures, doubling; each as long as between two looks when absent. */
  backOffMs?: { first: number; most: number };
};

/** Takes turns until nothing waits, rests, and looks again; at once when a claim was lost. */
export class WorkLoop {
  readonly #rest = new Rest();
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(private readonly work: Work) {}

  get stopping(): boolean {
    return this.#stopping;
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  /** Ends after the turn under way; what is left is for whoever comes next. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#rest.ring();
    await this.#running;
    this.#running = undefined;
  }

  /** There is something to do. */
  readonly ring = (): void => this.#rest.ring();

  async #run(): Promise<void> {
    const { turn, lookMs, failed, backOffMs } = this.work;
    const untilLook = typeof lookMs === 'number' ? (): number => lookMs : lookMs;
    for (let failures = 0; !this.#stopping;) {
      try {
        if (!(await turn())) await this.#rest.for(untilLook());
        failures = 0;
      } catch (error) {
        if (error instanceof LostClaim) continue;
        failed(error);
        const backOff = backOffMs && Math.min(backOffMs.most, backOffMs.first * 2 ** failures++);
        await this.#rest.for(backOff ?? untilLook());
      }
    }
  }
}
