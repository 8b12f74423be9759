// The four services together on the national tree: reads, and meetings at a steady rate until they are visible above.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { usageOf } from '../../deploy/local/idle-usage.mjs';
import { withDatabase } from '../../deploy/local/mongodb.mjs';
import { ROOT } from '../../deploy/local/paths.mjs';
import { SERVICES } from '../../deploy/local/services.mjs';
import { centreYear, provinceQuarter } from './reads.mjs';
import { onDatabase, pretendSent, Stage } from './stage.mjs';
import { accept, visible } from './write.mjs';

const READS = 200;
const WARM_UP = 0.1;
/** Meetings a second at which their way is timed. */
export const RATE = 100;

/** Accepting alone, beside baseline (c): the other services are down, the relay publishes as ever. */
export async function accepting(apart, nation, { meetings, runs, token }) {
  const found = { service: [], bare: [] };
  const at = { url: apart.addresses.meetings, token: await token() };
  for (let run = 1; run <= runs; run += 1) {
    const stage = new Stage(apart, `accept-${run}`);
    await apart.supervisor.start(barePart(stage));
    found.bare.push(await warmed((count) => accept(at, nation, count), meetings));
    await stage.end('meetings');
    await onDatabase(bareUri(stage), (db) => db.dropDatabase());
    await stage.store('meetings', nation);
    await stage.start('meetings');
    found.service.push(await warmed((count) => accept(at, nation, count), meetings));
    await stage.end('meetings');
  }
  return found;
}

async function warmed(work, count) {
  await work(Math.ceil(count * WARM_UP));
  return work(count);
}

const bareUri = ({ apart }) => withDatabase(apart.servers.mongodbUri, `${apart.name}-bare`);

/** In the place of the meetings service, on its port, with its flags. */
function barePart(stage) {
  const part = stage.partOf('meetings', { MONGODB_URI: bareUri(stage) });
  const { meetings } = stage.apart.addresses;
  const up = () =>
    fetch(`${meetings}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  return { ...part, args: [...part.args.slice(0, -1), join(ROOT, 'test/bench/bare.mjs')], ready: up };
}

/** Reads, freshness and memory, beside the figures that a drained backlog left in the store of reports. */
export async function together(apart, nation, { stage, seconds, meetings, events: facts, token }) {
  const others = SERVICES.filter((name) => name !== 'reports');
  for (const name of others) await stage.store(name, nation);
  await pretendSent(stage);
  for (const name of others) await stage.start(name);
  const at = { ...apart.addresses, token: await token() };
  await wakeTrees(at, nation);
  const quarter = await warmed((count) => provinceQuarter(at, nation, count), READS);
  const year = await warmed((count) => centreYear(at, nation, count), READS);
  const memory = watchMemory(apart);
  try {
    const from = meetings * 3;
    await visible(at, nation, { perSecond: RATE / 2, seconds: 5, from });
    const fresh = await visible(at, nation, { perSecond: RATE, seconds, from: from + RATE * 5 });
    return { quarter, year, fresh, memory: memory.highest(), rebuilt: await rebuilt(at, facts) };
  } finally {
    memory.stop();
  }
}

/** Every cell made anew from its contributions, by the route that an operator has, with nothing else to do meanwhile. */
async function rebuilt({ reports, token }, facts) {
  const ask = async (path, request = {}) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const answer = await fetch(`${reports}${path}`, { ...request, headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  };
  const begun = performance.now();
  const { id } = await ask('/v1/rebuilds', { method: 'POST', body: '{}' });
  for (;;) {
    const { state } = await ask(`/v1/rebuilds/${id}`);
    if (state === 'done') break;
    if (state === 'cancelled') throw new Error('the rebuild was cancelled');
    await pause(200);
  }
  const seconds = (performance.now() - begun) / 1000;
  return { facts, seconds, perSecond: facts / seconds };
}

/** Every service holds the tree in memory once somebody asked it something. */
async function wakeTrees({ registry, inspection, token }, nation) {
  const headers = { authorization: `Bearer ${token}` };
  const centre = nation.centreId();
  for (const url of [`${registry}/v1/units/${centre}`, `${inspection}/v1/cases?unit=${centre}`]) {
    const { status } = await fetch(url, { headers });
    if (status !== 200) throw new Error(`${url}: ${status}`);
  }
}

function watchMemory(apart) {
  const look = () => SERVICES.reduce((sum, name) => sum + usageOf(apart.supervisor.pidOf(name)).residentBytes, 0);
  let highest = look();
  const timer = setInterval(() => (highest = Math.max(highest, look())), 500);
  return { highest: () => highest, stop: () => clearInterval(timer) };
}
