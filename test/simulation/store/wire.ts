import { mongo } from 'mongoose';
import type { Machine, Process } from '../world/machine.js';
import { Blocked } from './engine.js';

/** How often, of all calls: the request is lost, or only its answer. */
export type StoreFaults = { lostRequest: number; lostAnswer: number };

const lost = (): mongo.MongoNetworkError => new mongo.MongoNetworkError('the connection was lost', {});

/**
 * The way of one process to its database. A request takes effect at one instant, its answer comes later, and either may
 * be lost; a request that is on its way takes effect also when its process was killed meanwhile.
 */
export class Wire {
  constructor(
    readonly machine: Machine,
    readonly process: Process,
    private readonly faults: () => StoreFaults,
  ) {}

  call<T>(work: () => T, label?: string): Promise<T> {
    const { machine, process } = this;
    const { lostRequest, lostAnswer } = this.faults();
    const dice = machine.random.next();
    return new Promise<T>((resolve, reject) => {
      const fail = (): void => {
        const error = lost();
        if (label) error.addErrorLabel(label);
        reject(error);
      };
      const back = (run: () => void): void => void machine.after(machine.latency(), run, process);
      if (dice < lostRequest) return back(fail);
      let waited = 5;
      const attempt = (): void => {
        try {
          const result = work();
          back(dice < lostRequest + lostAnswer ? fail : () => resolve(result));
        } catch (error) {
          if (!(error instanceof Blocked)) return back(() => reject(error));
          machine.after(machine.random.between(1, waited), attempt);
          waited = Math.min(300, waited * 2);
        }
      };
      machine.after(machine.latency(), attempt);
    });
  }
}
