import { createServer, connect } from 'node:net';

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

/** As many ports as asked for that nothing listens on, no two the same. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map(close));
  return ports;
}

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
