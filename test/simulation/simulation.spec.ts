import { TOPICS } from '#contracts';
import { createLogger } from '#observability';
import { simulate } from './simulate.js';

// Timers of node:timers are out of a machine's reach; the global ones are its own while it runs.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown) => new Promise((resolve) => setTimeout(() => resolve(value), ms)),
}));
createLogger('simulation', (process.env['LOG_LEVEL'] ?? 'silent') as 'silent');

/** A gate asks the same every time; SEED asks one, SEEDS (and FROM) as many as there is time for. */
const { SEED, FROM = '1', SEEDS = '2000' } = process.env;
const seeds = SEED ? [Number(SEED)] : Array.from({ length: Number(SEEDS) }, (_, at) => Number(FROM) + at);

beforeAll(() => {
  // Two partitions instead of six: the same protocol, and more of it in each second.
  Object.assign(TOPICS['meetings.events'], { partitions: 2 });
});

it('loses and doubles nothing, whatever dies, is lost, comes twice or late', async () => {
  const begun = process.cpuUsage();
  const done: Record<string, number> = {};
  for (const seed of seeds) {
    const run = await simulate(seed);
    expect({ seed, done: run.done, faults: run.faults }).toEqual({ seed, done: run.done, faults: [] });
    for (const [what, n] of Object.entries(run.done)) done[what] = (done[what] ?? 0) + n;
  }
  const { user, system } = process.cpuUsage(begun);
  const seconds = ((user + system) / 1e6).toFixed(1);
  process.stderr.write(`simulation: ${seeds.length} seeds in ${seconds} s of CPU: ${JSON.stringify(done)}\n`);
}, 3_600_000);
