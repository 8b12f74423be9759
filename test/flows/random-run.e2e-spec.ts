import { startSystem, type System } from '#testing';
import { assertEqualsOracle } from './support/compare.js';
import { drive, summary, timed } from './support/driver.js';
import { Random, seedOfRun } from './support/random.js';
import { plantTree } from './support/tree-commands.js';
import { World } from './support/world.js';

const COMMANDS = 2_000;
const log = (line: string) => process.stderr.write(`random run: ${line}\n`);

describe('random run', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  it('has in every rollup of every unit what a naive loop over the acknowledged commands finds', async () => {
    const seed = seedOfRun();
    log(`SEED=${seed}`);
    const world = new World(system, seed);
    const random = new Random(seed);
    await timed(log, 'planted the tree', () => plantTree(world, random));
    await world.prepare();
    await timed(log, 'sent the commands', () => drive(world, world.commands + COMMANDS));
    log(summary(world));
    expect(world.units.size).toBeGreaterThanOrEqual(300);
    await assertEqualsOracle(world, system.client('reports'), { random, timeoutMs: 60_000, log });
  }, 900_000);
});
