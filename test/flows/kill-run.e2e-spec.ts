import { startSystem, type ManagedProcess, type System } from '#testing';
import { assertEqualsOracle } from './support/compare.js';
import { drive, summary, timed } from './support/driver.js';
import { Random, seedOfRun } from './support/random.js';
import { plantTree } from './support/tree-commands.js';
import { World } from './support/world.js';

// Fewer than in the random run: a system that is killed all the time takes its time over each.
const COMMANDS = 1_400;
const KILLS = 21;
/** Half of that of the random run: what a kill breaks does not depend on how many branches there are. */
const TREE: readonly [string, number][] = [
  ['centre', 1],
  ['province', 3],
  ['district', 8],
  ['commune', 25],
  ['branch', 110],
];
const log = (line: string) => process.stderr.write(`kill run: ${line}\n`);

/** Ends processes with kill -9 at seeded commands and begins them again at once; relays run inside the services. */
class Nemesis {
  kills = 0;
  private readonly moments: Set<number>;
  private readonly underway: Promise<unknown>[] = [];

  constructor(
    private readonly services: readonly ManagedProcess[],
    private readonly random: Random,
    commands: number,
  ) {
    const every = Math.floor(commands / (KILLS + 1));
    this.moments = new Set(Array.from({ length: KILLS }, (_, n) => n * every + 1 + random.int(every)));
  }

  /** Called before each command. A process that is just coming back is spared, another is taken. */
  readonly strike = (command: number): void => {
    if (!this.moments.has(command)) return;
    const victims = this.services.filter((service) => service.running && !this.comingBack.has(service));
    if (!victims.length) return;
    const victim = this.random.pick(victims);
    this.comingBack.add(victim);
    this.kills++;
    this.underway.push(victim.restart('SIGKILL').finally(() => this.comingBack.delete(victim)));
  };
  private readonly comingBack = new Set<ManagedProcess>();

  /** Waits until all that were killed are ready again. @throws what kept one from it */
  async allBack(): Promise<void> {
    const outcomes = await Promise.allSettled(this.underway);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}

describe('kill run', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ reportWorkers: 2 });
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  it('loses and doubles nothing when services, relays and report workers are killed at any moment', async () => {
    const seed = seedOfRun();
    log(`SEED=${seed}`);
    const world = new World(system, seed);
    const random = new Random(seed);
    await timed(log, 'planted the tree', () => plantTree(world, random, TREE));
    await world.prepare();
    const nemesis = new Nemesis(system.services, random, COMMANDS);
    try {
      await timed(log, 'sent the commands', () => drive(world, world.commands + COMMANDS, nemesis.strike));
    } finally {
      await nemesis.allBack();
    }
    log(`${nemesis.kills} kills; ${summary(world)}`);
    expect(nemesis.kills).toBeGreaterThanOrEqual(20);
    await assertEqualsOracle(world, system.client('reports'), { random, timeoutMs: 90_000, log, singly: 200 });
  }, 900_000);
});
