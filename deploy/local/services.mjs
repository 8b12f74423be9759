// The issuer and the four services as parts for the supervisor: one command and one environment each.
import { join } from 'node:path';

import { withDatabase } from './mongodb.mjs';
import { ROOT } from './paths.mjs';

export const SERVICES = ['registry', 'meetings', 'inspection', 'reports'];

/**
 * How each process is run; deploy/README.md says what each flag was measured to do. A heap that may become 512 MB grows by
 * less than half beyond what lives in it; one that may become 4 GB, as V8 allows itself on a large machine, grows fourfold.
 */
export const NODE_FLAGS = [
  '--enable-source-maps',
  '--min-semi-space-size=4',
  '--max-semi-space-size=8',
  '--max-old-space-size=512',
  '--v8-pool-size=1',
  '--no-memory-reducer',
  '--interrupt-budget=200000',
];

/** Draining a backlog the worker of reports holds three batches at once: in a larger young generation they die young. */
const MORE_FLAGS = { reports: ['--max-semi-space-size=16'] };

/** Addresses by name, as people and services use them. */
export function addressesOf(ports) {
  return Object.fromEntries([...SERVICES, 'issuer'].map((name) => [name, `http://127.0.0.1:${ports[name]}`]));
}

export function issuerPart({ addresses, ports, home }) {
  return httpPart({
    name: 'issuer',
    port: ports.issuer,
    main: 'deploy/local/issuer/main.mjs',
    ready: `${addresses.issuer}/.well-known/openid-configuration`,
    env: {
      ISSUER_PORT: String(ports.issuer),
      OIDC_ISSUER: addresses.issuer,
      CORS_ORIGINS: origins(ports),
      ISSUER_DATA: join(home, 'issuer'),
    },
  });
}

export function servicePart(name, { addresses, ports, servers }) {
  return httpPart({
    name,
    port: ports[name],
    main: `dist/apps/${name}/src/main.js`,
    ready: `${addresses[name]}/health/ready`,
    env: {
      PORT: String(ports[name]),
      HOST: '127.0.0.1',
      MONGODB_URI: withDatabase(servers.mongodbUri, name),
      KAFKA_BROKERS: servers.brokers,
      OIDC_ISSUER: addresses.issuer,
      OIDC_AUDIENCE: 'urn:lien-cap',
      CORS_ORIGINS: origins(ports),
      ...(name === 'registry' ? { FIRST_ADMINISTRATOR: 'demo-administrator' } : {}),
      ...(name === 'reports' ? { SERVICE_DOCS: SERVICES.map((one) => `${one}=${addresses[one]}`).join(',') } : {}),
    },
  });
}

/** A page of one service (Swagger's explorer) calls the others and the issuer, by either name of this machine. */
function origins(ports) {
  return SERVICES.flatMap((name) => [`http://127.0.0.1:${ports[name]}`, `http://localhost:${ports[name]}`]).join(',');
}

function httpPart({ name, port, main, ready, env }) {
  let last = '';
  return {
    name,
    port,
    command: process.execPath,
    args: [...NODE_FLAGS, ...(MORE_FLAGS[name] ?? []), join(ROOT, main)],
    cwd: ROOT,
    env: { NODE_ENV: 'development', MALLOC_ARENA_MAX: '2', ...env },
    patienceMs: 90_000,
    why: () => last,
    ready: async () => {
      try {
        const answer = await fetch(ready, { signal: AbortSignal.timeout(3_000) });
        last = answer.ok ? '' : `${answer.status} ${(await answer.text()).slice(0, 500)}`;
        return answer.ok;
      } catch (error) {
        last = `no answer: ${error.cause?.code ?? error.name}`;
        return false;
      }
    },
  };
}
