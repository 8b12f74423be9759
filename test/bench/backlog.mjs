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
export async function backlog(
  apart,
  nation,
  { label, shape, count, runs, members = false, slices = 1, token, baselines = true },
) {
  const stage = new Stage(apart, label);
  const sums = new Sums(nation);
  await stage.store('reports', nation);
  const { topic, bytes } = await stage.fill('meetings.events', events(nation, { shape, count, members, slices }, sums));
  const file = join(apart.home, `${label}.bson`);
  if (baselines) {
    await record(stage, count, file);
    await stage.again(nation);
  }
  const found = { worker: [], reading: [], writing: [], bytesPerEvent: bytes / count };
  for (let run = 0; run < runs; run += 1) {
    if (run > 0) await stage.again(nation);
    if (baselines) found.reading.push(await measure('read.mjs', [apart.servers.brokers, topic, count, run]));
    if (baselines) found.writing.push(await straight(stage, nation, file, count));
    found.worker.push(await withMongod(apart, count, () => drain(stage, count)));
  }
  found.checked = await check({ reports: apart.addresses.reports, token: await token() }, nation, sums);
  return { ...found, stage, sums };
}

/** A first drain that is not measured: the worker's transactions go into a file. */
async function record(stage, count, file) {
  const MONGODB_URI = `${stage.uriOf('reports')}&monitorCommands=true`;
  await drain(stage, count, { NODE_OPTIONS: `--import ${RECORDER}`, BENCH_RECORD: file, MONGODB_URI });
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
