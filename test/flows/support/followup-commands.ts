import { addDays } from '../../oracles/periods.js';
import type { KnownOpinion, KnownResolution } from './followup-world.js';
import type { Random } from './random.js';
import { whileBusy } from './tree-commands.js';
import type { World } from './world.js';

const REASON = 'Random run';
const LEVELS = ['commune', 'district', 'province', 'centre'];

/** A meeting that a branch closed, on its day, or a day of some branch. */
function place(world: World, random: Random, dayName: 'adoptedOn' | 'raisedOn') {
  const closed = [...world.meetings.values()].filter(({ state }) => state === 'closed');
  const meeting = random.chance(0.6) ? world.free(random, closed) : null;
  if (!meeting) return { unitId: random.pick(world.atLevel('branch')).id, [dayName]: world.date(random) };
  const day = new Date(Date.parse(meeting.startsAt) + 7 * 3_600_000).toISOString().slice(0, 10);
  return { unitId: meeting.unitId, meetingId: meeting.id, [dayName]: day };
}

const later = (world: World, random: Random, date: string): string => {
  const day = addDays(date, random.int(50));
  return day > world.to ? world.to : day;
};

const newTasks = (random: Random, unitId: string, from: string) =>
  Array.from({ length: random.int(4) }, () => ({
    id: random.uuid(),
    assignee: { kind: 'unit', id: unitId },
    deadline: addDays(from, random.int(60)),
    text: REASON,
  }));

async function adopt(world: World, random: Random, key: string): Promise<void> {
  const where = place(world, random, 'adoptedOn');
  // Few numbers, so that some are taken.
  const number = { documentNumber: `${random.between(1, 20)}-NQ/CB`, term: '2025-2030' };
  const body = {
    ...where,
    type: 'NQ',
    ...(random.chance(0.4) ? number : {}),
    title: REASON,
    tasks: newTasks(random, where.unitId, String(where.adoptedOn)),
  };
  const reply = await world.meetingsService.post('/v1/resolutions', body, { key });
  world.followupAnswered('adopt resolution', reply, 'resolution');
}

type Step = { name: string; path: string; body: object; method?: 'put' };

function resolutionStep(world: World, random: Random, one: KnownResolution): Step {
  const { unitId, adoptedOn, tasks } = one;
  const dice = random.next();
  if (dice < 0.08) return { name: 'void resolution', path: '/void', body: { reason: REASON } };
  if (dice < 0.2 || tasks.length === 0) {
    const kept = tasks
      .filter(() => random.chance(0.8))
      .map(({ taskId: id, deadline }) => ({
        id,
        assignee: { kind: 'unit', id: unitId },
        deadline: random.chance(0.5) ? addDays(adoptedOn, random.int(60)) : deadline,
        text: REASON,
      }));
    const all = [...kept, ...newTasks(random, unitId, adoptedOn).slice(0, 1)];
    const body = { unitId, adoptedOn, type: 'KL', title: REASON, tasks: all, reason: REASON };
    return { name: 'correct resolution', path: '', body, method: 'put' };
  }
  const { taskId, doneOn, droppedOn } = random.pick(tasks);
  const on = later(world, random, adoptedOn);
  const of = (act: string, body: object) => ({ name: `${act} task`, path: `/tasks/${taskId}/${act}`, body });
  if ((doneOn ?? droppedOn) && random.chance(0.6)) return of('reopen', { progress: 50, reason: REASON });
  if (dice < 0.3) return of('progress', { on, progress: random.int(101) });
  if (dice < 0.45) return of('drop', { on, dropReason: 'other' });
  return of('complete', { on, evidence: REASON });
}

async function raise(world: World, random: Random, key: string): Promise<void> {
  const where = place(world, random, 'raisedOn');
  const raisedOn = String(where.raisedOn);
  const body = {
    ...where,
    by: random.pick(['member', 'people', 'organisation']),
    field: random.pick(['economy', 'environment', 'other']),
    text: REASON,
    ...(random.chance(0.5) ? { due: addDays(raisedOn, random.int(40)) } : {}),
    ...('meetingId' in where && random.chance(0.3) ? { settledAtOnce: { reply: REASON } } : {}),
  };
  const reply = await world.meetingsService.post('/v1/opinions', body, { key });
  world.followupAnswered('raise opinion', reply, 'opinion');
}

function opinionStep(world: World, random: Random, one: KnownOpinion): Step {
  const { raisedOn, meetingId, state, stretches } = one;
  const dice = random.next();
  if (dice < 0.06) return { name: 'void opinion', path: '/void', body: { reason: REASON } };
  if (dice < 0.18) {
    const day = meetingId === null && random.chance(0.5) ? addDays(raisedOn, -random.int(5)) : raisedOn;
    const due = random.chance(0.5) ? addDays(raisedOn, random.int(40)) : null;
    const body = { meetingId, raisedOn: day, by: 'people', field: 'other', due, text: REASON, reason: REASON };
    return { name: 'correct opinion', path: '', body, method: 'put' };
  }
  const last = stretches.at(-1);
  const on = later(world, random, last?.to ?? last?.from ?? raisedOn);
  if (state === 'settled') return { name: 'reopen opinion', path: '/reopen', body: { on, reason: REASON } };
  if (dice < 0.55) return { name: 'escalate opinion', path: '/escalate', body: { on, to: random.pick(LEVELS) } };
  return { name: 'settle opinion', path: '/settle', body: { on, reply: REASON } };
}

/** One random command on resolutions or opinions: mostly what comes next, sometimes what may be refused. */
export async function followupCommand(world: World, random: Random, key: string): Promise<void> {
  const { resolutions, opinions } = world.followup;
  const change = async (
    path: string,
    one: { id: string; version: number },
    step: Step,
    what: 'resolution' | 'opinion',
  ) => {
    const options = { key, ifMatch: one.version };
    const url = `/v1/${path}/${one.id}${step.path}`;
    const reply = await world.meetingsService[step.method ?? 'post'](url, step.body, options);
    world.followupAnswered(step.name, reply, what);
  };
  if (random.chance(0.5)) {
    const one = world.free(
      random,
      [...resolutions.values()].filter(({ state }) => state !== 'voided'),
    );
    if (!one || random.chance(0.35)) return adopt(world, random, key);
    const step = resolutionStep(world, random, one);
    return whileBusy(resolutions, one, () => change('resolutions', one, step, 'resolution'));
  }
  const one = world.free(
    random,
    [...opinions.values()].filter(({ state }) => state !== 'voided'),
  );
  if (!one || random.chance(0.35)) return raise(world, random, key);
  const step = opinionStep(world, random, one);
  return whileBusy(opinions, one, () => change('opinions', one, step, 'opinion'));
}
