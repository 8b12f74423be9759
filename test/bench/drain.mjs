// The report worker draining a backlog: the real service, started on topics that are full already.
import { setTimeout as pause } from 'node:timers/promises';

import { usageOf } from '../../deploy/local/idle-usage.mjs';
import { onDatabase } from './stage.mjs';

const LOOK_MS = 50;
const PATIENCE_MS = 3_600_000;
const TOPIC = 'meetings.events';

/**
 * Starts the worker and waits until all of `count` records are worked up. The clock runs from the first commit that is seen to
 * the last, so that it holds neither the boot nor the joining of the group.
 */
export async function drain(stage, count, env = {}) {
  const { apart } = stage;
  await stage.start('reports', env);
  const pid = apart.supervisor.pidOf('reports');
  const result = await onDatabase(stage.uriOf('reports'), (db) => watch(db, pid, count, apart));
  return { ...result, residentBytes: usageOf(pid).residentBytes };
}

async function watch(db, pid, count, apart) {
  const end = performance.now() + PATIENCE_MS;
  let first;
  for (;;) {
    const done = await progressOf(db);
    const at = performance.now();
    if (!first && done > 0) first = { done, at, cpu: usageOf(pid).cpuSeconds };
    if (done >= count) {
      const seconds = (at - first.at) / 1000;
      const events = count - first.done;
      const cpuSeconds = usageOf(pid).cpuSeconds - first.cpu;
      return { events, seconds, cpuSeconds, perSecond: events / seconds };
    }
    if (apart.gaveUp) throw apart.gaveUp;
    if (at > end) throw new Error(`the worker has done ${done} of ${count} records within an hour`);
    await pause(LOOK_MS);
  }
}

async function progressOf(db) {
  const shards = await db
    .collection('progress')
    .find({ topic: TOPIC }, { projection: { next: 1 } })
    .toArray();
  return shards.reduce((sum, { next }) => sum + next, 0);
}
