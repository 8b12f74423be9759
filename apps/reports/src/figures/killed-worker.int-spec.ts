import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dayOf } from '#calendar';
import { testDatabase } from '#testing';
import { mongo } from 'mongoose';
import { figure, meetingsBatch, unitsBatch, worker, type ChangeOf, type Worker } from './write-path.harness.js';

jest.setTimeout(90_000);

const JULY = dayOf('2026-07-03');
const SINCE = dayOf('2020-01-01');
/** Longer than any test: what a victim left open is not ended by the server, only by who takes over. */
const NEVER_S = 600;
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
  process.stdout.write(lsid.toString('base64'));
  setInterval(() => undefined, 1000);
`;

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
let victim: ChildProcess;
let lifetime: number;
/** The session that the victim left open. */
let inside: mongo.Binary | undefined;

beforeEach(async () => {
  database = testDatabase('killed-worker');
  reports = await worker(database.uri);
  lifetime = await setLifetime(NEVER_S);
  await reports.units(unitsBatch(TREE));
});
afterEach(async () => {
  await setLifetime(lifetime);
  if (inside) await reports.store.db.admin().command({ killSessions: [{ id: inside }] });
  inside = undefined;
  if (victim.exitCode === null) victim.kill('SIGKILL');
  await reports.close();
  await database.drop();
});

/** How long the server leaves a transaction open whose client is gone. Answers what it was, in seconds. */
async function setLifetime(seconds: number): Promise<number> {
  const set = { setParameter: 1, transactionLifetimeLimitSeconds: seconds };
  const { was } = (await reports.store.db.admin().command(set)) as { was: number };
  return was;
}

/** Starts a victim, waits until it is inside its transaction, and kills it there. */
async function killInside(note: string, shard = ''): Promise<void> {
  victim = spawn(process.execPath, ['--input-type=module', '-e', VICTIM, database.uri, note, shard], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!victim.stdout) throw new Error('a victim that cannot speak');
  const [lsid] = (await once(victim.stdout, 'data')) as [Buffer];
  inside = mongo.Binary.createFromBase64(lsid.toString(), mongo.Binary.SUBTYPE_UUID);
  victim.kill('SIGKILL');
  await once(victim, 'exit');
}

it('a worker killed inside a batch does not hold up who takes its partition over', async () => {
  await killInside('meetings.events/0', 'meetings.events/0');
  await reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]));
  expect(await figure(reports.store, 'centre', JULY, 'h:r')).toBe(1);
});

it('a worker killed inside a tree change holds up neither the tree nor facts', async () => {
  const move: ChangeOf = { revision: 3, unit: 'other', stretches: [{ from: SINCE, to: null, parent: 'centre' }] };
  await reports.batches.process(unitsBatch([move], 2), reports.treeLog); // what the victim was about to apply
  await killInside('tree');
  await Promise.all([reports.tree.ring(), reports.facts(meetingsBatch(0, [{ id: 'm1', unit: 'branch', day: JULY }]))]);
  expect(await reports.replica.headRevision()).toBe(3);
  expect(await figure(reports.store, 'centre', JULY, 'h:r')).toBe(1);
});
