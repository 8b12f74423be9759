// A backlog drained by the real worker, beside the two baselines of the same run: (a) the same records only read and parsed,
// (b) the same transactions issued straight by the driver.
import { join } from 'node:path';

import { check } from './check.mjs';
import { drain } from './drain.mjs';
import { events } from './facts.mjs';
import { measure, onDatabase, Stage } from './stage.mjs';
import { Sums } from './sums.mjs';
import { usageOf } from '../../deploy/local/idle-usage.mjs';
import { withDatabase } from '../../deploy/local/mongodb.mjs';

/** Partitions that a worker works up at once (libs/messaging, CONCURRENCY). */
const AT_ONCE = 3;
const RECORDER = join(import.meta.dirname, 'recorder.mjs');

/** Measures one backlog `runs` times; its figures stay in the store and the worker stays up. */
export async function backlog(apart, nation, { label, runs, token, baselines = true, ...work }) {
  const { count } = work;
  const found = { worker: [], reading: [], writing: [] };
  const file = join(apart.home, `${label}.bson`);
  if (baselines) await record(await filled(apart, nation, `${label}-recorded`, work), count, file);
  for (let run = 1; run <= runs; run += 1) {
    if (found.stage) await found.stage.end('reports');
    Object.assign(found, await filled(apart, nation, `${label}-${run}`, work));
    const { stage, topic } = found;
    if (baselines) found.reading.push(await measure('read.mjs', [apart.servers.brokers, topic, count]));
    if (baselines) found.writing.push(await straight(stage, nation, file, count));
    found.worker.push(await withMongod(apart, count, () => drain(stage, count)));
  }
  found.checked = await check({ reports: apart.addresses.reports, token: await token() }, nation, found.sums);
  return found;
}

/** An empty store with the tree, and topics full of events. */
async function filled(apart, nation, label, work) {
  const stage = new Stage(apart, label);
  const sums = new Sums(nation);
  await stage.store('reports', nation);
  const { topic, bytes } = await stage.fill('meetings.events', events(nation, work, sums));
  return { stage, topic, sums, bytesPerEvent: bytes / work.count };
}

/** A first drain that is not measured: the worker's transactions go into a file. */
async function record({ stage }, count, file) {
  const MONGODB_URI = `${stage.uriOf('reports')}&monitorCommands=true`;
  await drain(stage, count, { NODE_OPTIONS: `--import ${RECORDER}`, BENCH_RECORD: file, MONGODB_URI });
  await stage.end('reports');
}

async function straight(stage, nation, file, count) {
  const { apart } = stage;
  const uri = withDatabase(apart.servers.mongodbUri, `${apart.name}-baseline`);
  await stage.store('reports', nation, uri);
  const done = await withMongod(apart, count, () => measure('replay.mjs', [uri, file, 'writes', AT_ONCE]));
  await onDatabase(uri, (db) => db.dropDatabase());
  return { ...done, events: count, perSecond: count / done.seconds };
}

/** CPU that MongoDB took meanwhile, in µs an event; not known for one that was given. */
async function withMongod(apart, count, work) {
  const pid = apart.supervisor.pidOf('mongodb');
  const before = pid && usageOf(pid).cpuSeconds;
  const done = await work();
  return { ...done, mongodMicros: pid ? ((usageOf(pid).cpuSeconds - before) / count) * 1e6 : null };
}
