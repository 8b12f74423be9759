import { cloudEvent } from './world/facts.js';
import { Cluster, type Shape } from './world/cluster.js';
import { Judge } from './world/judge.js';
import { Machine } from './world/machine.js';
import { Nemesis } from './world/nemesis.js';

export type Run = { seed: number; faults: string[]; done: Record<string, number> };

const RAGE_MS = 10_000;
const DRAIN_MS = 240_000;
const LOOKS = 2;
const LOOK_EVERY_MS = 200;

const shapeOf = (machine: Machine): Shape => ({
  sources: 1 + machine.random.below(2),
  workers: 1 + machine.random.below(2),
  facts: 2 + machine.random.below(8),
  commands: 8 + machine.random.below(20),
  treeSteps: 2 + machine.random.below(10),
});

/** One run from its seed: commands, changes of the tree and faults for some seconds, then rest, then the verdict. */
export async function simulate(seed: number): Promise<Run> {
  const machine = new Machine(seed);
  return machine.inside(async () => {
    const cluster = new Cluster(machine, shapeOf(machine));
    const judge = new Judge(cluster);
    const nemesis = new Nemesis(cluster);
    const faults: string[] = [];
    cluster.start();
    await machine.until(() => cluster.ready, 10_000);
    cluster.sendCommands(RAGE_MS);
    cluster.growTree(RAGE_MS);
    nemesis.rage(RAGE_MS);
    for (let n = 0; n < LOOKS; n += 1) {
      const end = machine.now + RAGE_MS / LOOKS;
      await machine.until(() => machine.now >= end, RAGE_MS);
      faults.push(...judge.look());
    }
    nemesis.rest();
    if (await drained(machine, judge)) {
      faults.push(...judge.verdict());
      const rogues = forge(cluster, judge);
      if (!(await drained(machine, judge))) faults.push(`not drained again: ${judge.state()}`);
      faults.push(...judge.verdict(rogues));
    } else faults.push(`not drained: ${judge.state()}`, ...judge.look());
    cluster.done['command'] = cluster.history.length;
    cluster.done['acknowledged'] = cluster.history.filter(({ version }) => version !== null).length;
    cluster.done['happening'] = machine.steps;
    return { seed, faults, done: cluster.done };
  });
}

/** Looked at once in a while: it reads all stores. */
async function drained(machine: Machine, judge: Judge): Promise<boolean> {
  const end = machine.now + DRAIN_MS;
  while (machine.now < end) {
    if (judge.drained) return true;
    const next = machine.now + LOOK_EVERY_MS;
    await machine.until(() => machine.now >= next, DRAIN_MS);
  }
  return false;
}

/** The last version of a fact once more, with another content: its source broke its word, and the first one counts. */
function forge({ ground, machine }: Cluster, judge: Judge): number {
  const chosen = judge.facts.filter(() => machine.random.chance(0.3));
  for (const { _id, data } of chosen) {
    const value = cloudEvent('meetings.meeting-recorded.v1', _id, { ...data, minutes: data.minutes + 1 });
    ground.log.append('meetings.events', machine.random.below(2), [{ key: null, value }]);
  }
  return chosen.length;
}
