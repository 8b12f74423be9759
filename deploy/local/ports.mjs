import { randomInt } from 'node:crypto';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { Trouble } from './trouble.mjs';

/** Everything that listens, with its usual port and the variable that changes it. */
export const PORTS = {
  registry: { variable: 'REGISTRY_PORT', usual: 3001 },
  meetings: { variable: 'MEETINGS_PORT', usual: 3002 },
  inspection: { variable: 'INSPECTION_PORT', usual: 3003 },
  reports: { variable: 'REPORTS_PORT', usual: 3004 },
  issuer: { variable: 'ISSUER_PORT', usual: 3005 },
  kafka: { variable: 'KAFKA_PORT', usual: 9092 },
  mongodb: { variable: 'MONGODB_PORT', usual: 27017 },
};

/** The ports of this run, by name. @throws Trouble naming a variable that is no port, or two that are one. */
export function portsFrom(env = process.env) {
  const ports = {};
  for (const [name, { variable, usual }] of Object.entries(PORTS)) {
    const port = env[variable] ? Number(env[variable]) : usual;
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Trouble(`${variable} is not a port: set it to a number from 1 to 65535, or unset it to use ${usual}.`);
    }
    const other = Object.keys(ports).find((earlier) => ports[earlier] === port);
    if (other) throw new Trouble(`${variable} and ${PORTS[other].variable} are both ${port}: give each its own port.`);
    ports[name] = port;
  }
  return ports;
}

/** @throws Trouble when another program listens there. */
export async function ensureFree(name, port) {
  const error = await listenOnce(port).then(
    () => null,
    (failure) => failure,
  );
  if (!error) return;
  const { variable } = PORTS[name];
  const why = error.code === 'EACCES' ? 'may not be used by this account' : 'is taken by another program';
  throw new Trouble(
    `Port ${port} (${name}) ${why}: end that program, or set ${variable} to a free port, e.g. ${variable}=${port + 10_000}.`,
  );
}

/**
 * Below the ports that Linux gives to outgoing connections (32768 and up): of those, one that is free now may be anybody's
 * when a service that is still being built comes to listen on it, or is started again.
 */
const CHOICE = { from: 12_000, to: 32_000 };
const CLAIMS = join(tmpdir(), `lien-cap-ports-${userInfo().uid}`);
const CLAIMED_MS = 600_000;

/** As many ports as asked for that nothing listens on, no two the same, and given to nobody else for ten minutes. */
export async function freePorts(count) {
  mkdirSync(CLAIMS, { recursive: true });
  const ports = [];
  while (ports.length < count) {
    const port = randomInt(CHOICE.from, CHOICE.to);
    if (claimed(port) && (await isFree(port))) ports.push(port);
  }
  return ports;
}

/** Whether the port is now this caller's among all programs that ask here. */
function claimed(port) {
  const file = join(CLAIMS, String(port));
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > CLAIMED_MS) rmSync(file, { force: true });
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

const isFree = (port) =>
  listenOnce(port).then(
    () => true,
    () => false,
  );

const listenOnce = async (port) => close(await listen(port));

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const close = (server) => new Promise((resolve) => server.close(resolve));

/** Whether something accepts connections there. */
export function answers(host, port, timeoutMs = 2_000) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(timeoutMs, () => done(false));
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}
