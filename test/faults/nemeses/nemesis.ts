import type { Random } from '../../flows/support/random.js';
import type { World } from '../../flows/support/world.js';
import type { Cluster } from '../harness/cluster.js';
import type { Workload } from '../harness/workload.js';

/** What a fault works with, in one round. */
export type Scene = {
  cluster: Cluster;
  world: World;
  workload: Workload;
  /** Of this fault in this round: all its choices come from it. */
  random: Random;
  /** Counts one injected fault, and says what it is. */
  inject(what: string): void;
  /** Time that passes in the round; ends early when faults are over. */
  pause(ms: number): Promise<void>;
  /** Time that passes whatever else: how long one fault lasts. */
  hold(ms: number): Promise<void>;
  /** Whether faults still go on. */
  readonly on: boolean;
  /** Ids of dead letters that the reports service must have in the end. */
  expectDead(ids: readonly string[]): void;
  /** A log lost records: those among them that were no facts of a source come back from nowhere. */
  logShortened(): void;
  /** Puts the figures' store back: nothing it said before binds it. */
  storePutBack(work: () => Promise<void>): Promise<void>;
};

export type Nemesis = {
  name: string;
  /** Number in RELIABILITY.md 7.3. */
  number: number;
  weight: number;
  /** What must hold; the table of README.md says more. */
  holds: string;
  /** Where it cannot be done; absent: everywhere. */
  possible?: (cluster: Cluster) => boolean;
  /** Before the first round, with nothing under way. */
  prepare?: (scene: Pick<Scene, 'cluster'>) => Promise<unknown>;
  /** Injects its faults while the scene is on, and leaves all it touched to itself again when it returns. */
  act(scene: Scene): Promise<void>;
  /** When all parts are ready again: what an operator has done of it, by the product's own means. Answers what failed. */
  repair?: (scene: Scene) => Promise<string[]>;
  /** After the drain, with nothing under way: more to do or to see beside exact figures. Answers what is not so. */
  verify?: (scene: Scene) => Promise<string[]>;
};

/** Does something again and again while the scene is on, `least` to `most` milliseconds apart. */
export async function again(scene: Scene, least: number, most: number, work: () => Promise<void>): Promise<void> {
  while (scene.on) {
    await work();
    await scene.pause(scene.random.between(least, most));
  }
}
