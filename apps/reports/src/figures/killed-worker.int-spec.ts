import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dayOf } from '#calendar';
import { testDatabase } from '#testing';
import { figure, meetingsBatch, unitsBatch, worker, type ChangeOf, type Worker } from './write-path.harness.js';

jest.setTimeout(90_000);

const JULY = dayOf('2026-07-03');
const SINCE = dayOf('2020-01-01');
const LONGEST_MS = 15_000;
const TREE: ChangeOf[] = [
  { revision: 1, unit: 'centre', stretches: [{ from: SINCE, to: null, parent: null }] },
  { revision: 2, unit: 'branch', stretches: [{ from: SINCE, to: null, parent: 'centre' }] },
];
/**
 * A worker in a process of its own, as far as the server can see: its session is noted as ours note theirs, it has
 * written progress documents in a transaction, and will never commit.
 */
const VICTIM = `
  const mongoose = (await import('mongoose')).default;
  const [uri, note, shards] = process.argv.slice(1);
  const connection = await mongoose.createConnection(uri).asPromise();
  const session = await connection.startSession();
  const lsid = session.serverSession.id.id;
  const _id = note === 'tree' ? 'tree/' + lsid.toString('hex') : note;
  await connection.db.collection('worker_sessions').updateOne({ _id }, { $set: { lsid, pid: process.pid, since: new Date() } }, { upsert: true });
  session.startTransaction();
  await connection.db.collection('progress').updateMany(shards ? { _id: shards } : {}, { $inc: { seq: 1 } }, { session });
  process.stdout.write('inside');
  setInterval(() => undefined, 1000);
`;

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
let victim: ChildProcess;

beforeEach(async () => {
  database = testDatabase('killed-worker');
  reports = await worker(database.uri);
  await reports.units(unitsBatch(TREE));
});
afterEach(async () => {
  if (victim.exitCode === null) victim.kill('SIGKILL');
  await reports.close();
  await database.drop();
});

/** Starts a victim, waits until it is inside its transaction, and kills it there. */
async function killInside(note: string, shard = ''): Promise<void> {
  victim = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, database.uri, note, shard], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (victim.stdout) await once(victim.stdout, 'data');
  victim.kill('SIGKILL');
  await once(victim, 'exit');
}

async function millisOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

it('a worker killed inside a batch holds up who takes its partition over for less than 15 s', async () => {
  await killInside('meetings.events/0', 'meetings.events/0');
  const batch = meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]);
  expect(await millisOf(() => reports.facts(batch))).toBeLessThan(LONGEST_MS);
  expect(await figure(reports.store, 'centre', JULY, 'h:r')).toBe(1);
});

it('a worker killed inside a tree change holds up neither the tree nor facts for 15 s', async () => {
  await killInside('tree');
  const move: ChangeOf = { revision: 3, unit: 'other', stretches: [{ from: SINCE, to: null, parent: 'centre' }] };
  const millis = await millisOf(() =>
    Promise.all([
      reports.units(unitsBatch([move], 2)),
      reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }])),
    ]),
  );
  expect(millis).toBeLessThan(LONGEST_MS);
  expect(await reports.replica.headRevision()).toBe(3);
  expect(await figure(reports.store, 'centre', JULY, 'h:r')).toBe(1);
});
