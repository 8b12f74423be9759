// The whole system apart from any other, with the demo loaded: free ports, a folder, databases and topics of its own, on
// KAFKA_BROKERS and MONGODB_URI if they are set. For commands that look at a running system (npm run idle, npm run fuzz).
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dropGiven } from './given.mjs';
import { Journal } from './journal.mjs';
import { withDatabase } from './mongodb.mjs';
import { freePorts, PORTS } from './ports.mjs';
import { addressesOf, issuerPart, SERVICES, servicePart } from './services.mjs';
import { Supervisor } from './supervisor.mjs';

/** A place for such a system, empty until {@link Apart.start}; `what` names its folder, databases and topics. */
export class Apart {
  static async open(what, say) {
    const apart = new Apart();
    const home = mkdtempSync(join(tmpdir(), `lien-cap-${what}-`));
    const logs = join(home, 'logs');
    mkdirSync(logs, { recursive: true });
    const journal = await Journal.open(home, say);
    const onGivenUp = (why) => (apart.gaveUp = why);
    const supervisor = new Supervisor({ journal, logs, say, onGivenUp });
    const name = `${what}-${randomBytes(3).toString('hex')}`;
    return Object.assign(apart, { name, home, logs, journal, supervisor, say, gaveUp: null, servers: null });
  }

  /** Installs and builds when needed, starts everything with `env` for the services besides, and loads the demo. */
  async start(env = {}) {
    await this.prepare();
    await this.startIssuer();
    await Promise.all(SERVICES.map((name) => this.supervisor.start(this.partOf(name, env))));
    const { loadDemo } = await import('./demo/load.mjs');
    await loadDemo({ ...this.addresses, log: () => undefined });
  }

  /** All that services stand on: packages, build, ports, Kafka and MongoDB (`cacheGb`: its cache, if not that of `npm start`). */
  async prepare({ cacheGb } = {}) {
    const { home, logs, supervisor, say } = this;
    const { installIfNeeded } = await import('./install.mjs');
    await installIfNeeded({ say, logs });
    const { buildIfStale } = await import('./build-dist.mjs');
    await buildIfStale({ say });
    const names = Object.keys(PORTS);
    const free = await freePorts(names.length);
    this.ports = Object.fromEntries(names.map((name, at) => [name, free[at]]));
    const { findServers } = await import('./servers.mjs');
    this.servers = await findServers({ home, logs, ports: this.ports, supervisor, engine: false, cacheGb, say });
    this.addresses = addressesOf(this.ports);
  }

  async startIssuer() {
    const { addresses, ports, home } = this;
    await this.supervisor.start(issuerPart({ addresses, ports, home }));
  }

  partOf(name, env) {
    const { addresses, ports, servers } = this;
    const part = servicePart(name, { addresses, ports, servers });
    const MONGODB_URI = withDatabase(servers.mongodbUri, `${this.name}-${name}`);
    // Else whoever measures between two and six in the morning measures the nightly reconciliation too.
    const apart = { KAFKA_TOPIC_PREFIX: `${this.name}.`, RECONCILE_AT: 'off' };
    return { ...part, env: { ...part.env, MONGODB_URI, ...apart, ...env } };
  }

  /** Ends everything and takes away what it put on servers that were given. Nothing happens a second time. */
  stop() {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  async stopOnce() {
    await this.supervisor.stop([SERVICES, ['issuer']]);
    if (this.servers) await dropGiven(this.servers, this.name);
    await this.supervisor.stop([['kafka', 'mongodb']]);
    this.journal.close();
    rmSync(this.home, { recursive: true, force: true });
  }
}
