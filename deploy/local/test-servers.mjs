// The Kafka, MongoDB and issuer of one test run: given addresses, or native ones on free ports in a folder of their own,
// by the same code as npm start. Ended afterwards, and by the next run if this one was killed.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOM_FOR_DATA_MB, ensureRoom } from './disk.mjs';
import { endLeft, Journal } from './journal.mjs';
import { ROOT } from './paths.mjs';
import { freePorts, PORTS } from './ports.mjs';
import { isSame } from './processes.mjs';
import { findServers } from './servers.mjs';
import { addressesOf, issuerPart } from './services.mjs';
import { Supervisor } from './supervisor.mjs';

const FOLDERS = join(tmpdir(), `lien-cap-tests-${process.getuid?.() ?? 'all'}`);
const MAIN_OF_ISSUER = join(ROOT, 'deploy/local/issuer/main.mjs');
const say = (line) => process.stderr.write(`${line}\n`);

/** What runs, kept over the modules of one process: jest loads set-up and teardown apart. */
const kept = Symbol.for('lien-cap.test-servers');

/** Sets KAFKA_BROKERS, MONGODB_URI and OIDC_ISSUER in the environment of the tests. */
export async function startTestServers() {
  if (globalThis[kept]) return;
  await endAbandoned();
  const home = join(FOLDERS, String(process.pid));
  const logs = join(home, 'logs');
  ensureRoom(home, ROOM_FOR_DATA_MB, 'TMPDIR');
  mkdirSync(logs, { recursive: true });
  const journal = await Journal.open(home, say);
  const supervisor = new Supervisor({ journal, logs, say, onGivenUp: (why) => say(why.message) });
  const stop = async () => {
    await supervisor.stop();
    rmSync(home, { recursive: true, force: true });
  };
  globalThis[kept] = stop;
  process.once('SIGINT', () => void stopTestServers().then(() => process.exit(130)));
  try {
    await startIn({ home, logs, supervisor });
  } catch (error) {
    await stopTestServers();
    throw error;
  }
}

async function startIn({ home, logs, supervisor }) {
  const names = Object.keys(PORTS);
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, at) => [name, free[at]]));
  const servers = await findServers({ home, logs, ports, supervisor, engine: false, faults: true, say });
  process.env.KAFKA_BROKERS = servers.brokers;
  process.env.MONGODB_URI = servers.mongodbUri;
  if (!existsSync(MAIN_OF_ISSUER) || process.env.OIDC_ISSUER) return;
  const addresses = addressesOf(ports);
  await supervisor.start(issuerPart({ addresses, ports, home }));
  process.env.OIDC_ISSUER = addresses.issuer;
}

export async function stopTestServers() {
  const stop = globalThis[kept];
  globalThis[kept] = null;
  await stop?.();
}

/** Ends what test runs left that were killed, and removes their folders. */
async function endAbandoned() {
  mkdirSync(FOLDERS, { recursive: true });
  for (const name of readdirSync(FOLDERS)) {
    const home = join(FOLDERS, name);
    const earlier = new Journal(home).read();
    if (earlier && isSame(earlier.launcher)) continue;
    if (earlier) await endLeft(earlier.parts, say);
    rmSync(home, { recursive: true, force: true });
  }
}
