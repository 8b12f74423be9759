import { setTimeout as pause } from 'node:timers/promises';
import { sendCommand } from '../../flows/support/driver.js';
import type { World } from '../../flows/support/world.js';

/** Commands under way at once, and the rest of each sender between two: about half of what the machine can take. */
const AT_ONCE = 4;
const REST_MS = 60;

/** Sends random commands for as long as it is on; every one of them is decided in the end. */
export class Workload {
  #next = 0;
  #on = false;
  #workers: Promise<void>[] = [];
  /** How much more than usual is asked just now. */
  burst = 1;

  constructor(private readonly world: World) {}

  start(): void {
    this.#on = true;
    this.#workers = Array.from({ length: AT_ONCE * 2 }, (_, at) => this.#work(at));
    for (const worker of this.#workers) worker.catch(() => undefined); // told by stop()
  }

  /** Resolves once the outcome of every command is known. @throws what kept one from it */
  async stop(): Promise<void> {
    this.#on = false;
    await Promise.all(this.#workers);
  }

  /** Half of the workers only come in a burst. */
  async #work(at: number): Promise<void> {
    while (this.#on) {
      if (at < AT_ONCE || this.burst > 1) await sendCommand(this.world, this.#next++);
      await pause(REST_MS / this.burst);
    }
  }
}
