import { actCommand } from './act-commands.js';
import { caseCommand } from './case-commands.js';
import { contentCommand } from './content-commands.js';
import { followupCommand } from './followup-commands.js';
import { fileCommand } from './file-commands.js';
import { meetingCommand } from './meeting-commands.js';
import { memberCommand } from './member-commands.js';
import { Random } from './random.js';
import { reportCommand } from './report-commands.js';
import { treeCommand } from './tree-commands.js';
import { sessionCommand } from './session-commands.js';
import { scoreCommand } from './score-commands.js';
import type { World } from './world.js';

export const IN_FLIGHT = 8;

/** Runs `work` over items with a number of them under way at once; the first error ends all. */
export async function parallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}

/** Does a part of a run and says how long it took. */
export async function timed<T>(log: (line: string) => void, what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  log(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return result;
}

/**
 * Sends random commands, eight in flight, until `count` were decided. `before(n)` is called before each and not waited
 * for by the others: the kill run ends processes there. `first` numbers the first command of a part of a run.
 */
export async function drive(
  world: World,
  count: number,
  before: (n: number) => void = () => undefined,
  first = 0,
): Promise<void> {
  let asked = first;
  const worker = async () => {
    while (world.commands < count) {
      const n = asked++;
      before(n);
      await sendCommand(world, n);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

/** Sends the n-th command of a run: which one it is comes from the seed, what it is about from what was answered before. */
export async function sendCommand(world: World, n: number): Promise<void> {
  const random = new Random(world.seed * 7919 + n);
  await commandOf(world, random)(world, random, `run-${world.seed}-${n}`);
}

type Command = (world: World, random: Random, key: string) => Promise<void>;

/** Which kind of command comes next: all kinds of fact, and the tree under them. */
function commandOf(world: World, random: Random): Command {
  if (world.acts.wanted && random.chance(0.01)) return actCommand;
  if (random.chance(0.07)) return contentCommand;
  const dice = random.next();
  if (dice < 0.1) return treeCommand;
  if (dice < 0.11) return fileCommand;
  if (dice < 0.38) return meetingCommand;
  if (dice < 0.5) return dice < 0.47 ? followupCommand : sessionCommand;
  if (dice < 0.58) return scoreCommand;
  if (dice < 0.8) return memberCommand;
  return dice < 0.9 ? caseCommand : reportCommand;
}

/** What was done, in a few lines for the log of the run. */
export const summary = (world: World): string =>
  JSON.stringify({
    seed: world.seed,
    commands: world.commands,
    ended: world.acts.ended.size,
    units: world.units.size,
    meetings: world.meetings.size,
    members: world.members.size,
    cases: world.cases.size,
    reports: world.periodic.size,
    resolutions: world.followup.resolutions.size,
    opinions: world.followup.opinions.size,
    resent: [world.registry, world.meetingsService, world.inspection, world.reports].reduce(
      (n, { resent }) => n + resent,
      0,
    ),
    accepted: world.accepted,
    refusals: world.refusals,
  });
