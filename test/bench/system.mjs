// The four services together on the national tree: reads, and meetings at a steady rate until they are visible above.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { usageOf } from '../../deploy/local/idle-usage.mjs';
import { withDatabase } from '../../deploy/local/mongodb.mjs';
import { ROOT } from '../../deploy/local/paths.mjs';
import { SERVICES } from '../../deploy/local/services.mjs';
import { centreYear, provinceQuarter } from './reads.mjs';
import { keepSources } from './sources.mjs';
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
    found.bare.push(await warmed((count) => accept(at, nation, count), meetings, 1));
    await stage.end('meetings');
    await onDatabase(bareUri(stage), (db) => db.dropDatabase());
    await stage.store('meetings', nation);
    await stage.start('meetings');
    found.service.push(await warmed((count) => accept(at, nation, count), meetings, 1));
    await stage.end('meetings');
  }
  return found;
}

/** `share`: of the count, done before it. V8 takes some thousand requests to compile a way through a service. */
async function warmed(work, count, share = WARM_UP) {
  await work(Math.ceil(count * share));
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
  await keepSources(stage, nation, { shape: 'steady', count: facts });
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
    const seen = { quarter, year, fresh, memory: memory.highest() };
    return { ...seen, rebuilt: await rebuilt(at, facts), reconciled: await reconciled(at) };
  } finally {
    memory.stop();
  }
}

/** Every cell made anew from its contributions, by the route that an operator has, with nothing else to do meanwhile. */
async function rebuilt(at, facts) {
  const { seconds } = await long(at, '/v1/rebuilds', 'done');
  return { facts, seconds, perSecond: facts / seconds };
}

/** Everything compared with what its sources hold; what is found to differ is a fault, of the system or of this bench. */
async function reconciled(at) {
  const { seconds, last } = await long(at, '/v1/reconciliations', 'finished');
  const { progress, counts } = last;
  if (counts.repaired > 0 || counts.disputed > 0) throw new Error(`reconciled: ${JSON.stringify(counts)}`);
  return { facts: progress.facts, cells: progress.cells, seconds, perSecond: progress.facts / seconds };
}

/** Asks for something long over REST and waits until it is `over`. */
async function long({ reports, token }, path, over) {
  const ask = async (of, request = {}) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const answer = await fetch(`${reports}${of}`, { ...request, headers });
    if (!answer.ok) throw new Error(`${of}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  };
  const begun = performance.now();
  const { id } = await ask(path, { method: 'POST', body: '{}' });
  for (;;) {
    const last = await ask(`${path}/${id}`);
    if (last.state === over) return { seconds: (performance.now() - begun) / 1000, last };
    if (!['waiting', 'running'].includes(last.state)) throw new Error(`${path}: ${last.state}`);
    await pause(200);
  }
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
