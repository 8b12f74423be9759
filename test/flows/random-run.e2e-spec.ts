import { startSystem, type System } from '#testing';
import { assertEqualsOracle } from './support/compare.js';
import { ChangesNotes } from './support/changes-notes.js';
import { drive, summary, timed } from './support/driver.js';
import { Random, seedOfRun } from './support/random.js';
import { plantTree } from './support/tree-commands.js';
import { World } from './support/world.js';

const COMMANDS = 2_000;
/** Between them nothing is under way for a moment, so that what the figures say then belongs to one settled instant. */
const PARTS = 3;
const ASK_EVERY = 60;
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
    const notes = new ChangesNotes(world, system.client('reports'), new Random(seed + 1));
    const ask = (n: number): void => (n % ASK_EVERY === 0 ? notes.whileItGoesOn() : undefined);
    const all = world.commands + COMMANDS;
    for (let part = 1; part <= PARTS; part++) {
      await timed(log, 'noted what the figures say', () => notes.quietPoint());
      const until = all - Math.floor((COMMANDS * (PARTS - part)) / PARTS);
      await timed(log, 'sent commands', () => drive(world, until, ask, part * 100_000));
    }
    log(summary(world));
    expect(world.units.size).toBeGreaterThanOrEqual(300);
    await assertEqualsOracle(world, system.client('reports'), { random, timeoutMs: 60_000, log });
    await notes.quietPoint();
    const wrong = await timed(log, `asked what moved figures: ${notes.counts}`, () => notes.differences(80));
    if (wrong.length) throw new Error(`seed ${seed}: ${wrong.length} changes:\n${wrong.slice(0, 20).join('\n')}`);
  }, 900_000);
});
