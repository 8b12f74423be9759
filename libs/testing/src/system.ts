import { join } from 'node:path';
import { HttpClient } from './http-client.js';
import { dropTopics, freePort, kafkaBrokers, testDatabase, topicPrefix } from './isolation.js';
import { issuerToken, sharedIssuer, type Issuer } from './issuer.js';
import { ManagedProcess } from './process.js';

export type ServiceName = 'registry' | 'meetings' | 'inspection' | 'reports';

/** Who may do everything from the start in a system of a test. */
export const ADMINISTRATOR = 'demo-administrator';

/** A service from dist on a free port, begun but not yet ready. Its port stays the same over restarts. */
export async function spawnService(name: ServiceName, env: Record<string, string>): Promise<ManagedProcess> {
  const port = env.PORT ?? String(await freePort());
  const main = join(process.cwd(), 'dist/apps', name, 'src/main.js');
  const service = new ManagedProcess(
    name,
    `http://127.0.0.1:${port}`,
    ['--max-semi-space-size=4', '--max-old-space-size=256', main],
    {
      HOST: '127.0.0.1',
      KAFKA_BROKERS: kafkaBrokers(),
      FIRST_ADMINISTRATOR: ADMINISTRATOR,
      // One person of a test sends what a thousand send otherwise.
      RATE_LIMIT: '1000000',
      ...env,
      PORT: port,
    },
    '/health/ready',
  );
  service.spawn();
  return service;
}

/** As {@link spawnService}, and ready. */
export const startService = async (name: ServiceName, env: Record<string, string>): Promise<ManagedProcess> =>
  (await spawnService(name, env)).ready();

export type SystemOptions = {
  /** Processes of the reports service that share its group and database. */
  reportWorkers?: number;
  /** More environment for all services, or for one. */
  env?: Record<string, string>;
  envOf?: Partial<Record<ServiceName, Record<string, string>>>;
  only?: ServiceName[];
  /** False: do not wait for readiness (a broker or database is away). */
  waitReady?: boolean;
};

/** All services of one test: own databases, own topics, own issuer. */
export class System {
  constructor(
    readonly prefix: string,
    readonly issuer: Issuer,
    readonly services: ManagedProcess[],
    readonly databases: Record<string, ReturnType<typeof testDatabase>>,
  ) {}

  /** All processes of a service (several for reports). */
  all = (name: ServiceName): ManagedProcess[] => this.services.filter((service) => service.name === name);

  one(name: ServiceName): ManagedProcess {
    const [service] = this.all(name);
    if (!service) throw new Error(`${name} is not part of this system`);
    return service;
  }

  /** A client of a service (of any running process of it) as a demo person; `sub` null: without a token. */
  client(name: ServiceName, sub: string | null = ADMINISTRATOR): HttpClient {
    return new HttpClient(
      () => (this.all(name).find((service) => service.running) ?? this.one(name)).url,
      async () => (sub === null ? null : issuerToken(sub, this.issuer.url)),
    );
  }

  /** Stops everything and removes what this system stored. */
  async stop(): Promise<void> {
    await Promise.all([...this.services, this.issuer].map((service) => service.stop()));
    await Promise.all(Object.values(this.databases).map((database) => database.drop()));
    await dropTopics(this.prefix);
  }
}

/** Starts the issuer and the services with a fresh topic prefix and fresh databases. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const names = options.only ?? ['registry', 'meetings', 'inspection', 'reports'];
  const prefix = topicPrefix();
  const issuer = await sharedIssuer();
  const databases = Object.fromEntries(names.map((name) => [name, testDatabase(name)]));
  const processes = names.flatMap((name) =>
    Array.from({ length: name === 'reports' ? (options.reportWorkers ?? 1) : 1 }, () => name),
  );
  const services: ManagedProcess[] = [];
  const system = new System(prefix, issuer, services, databases);
  try {
    for (const name of processes) {
      const env = {
        MONGODB_URI: databases[name]!.uri,
        KAFKA_TOPIC_PREFIX: prefix,
        OIDC_ISSUER: issuer.url,
        // By the clock one would be made at some hours of the day only.
        RECONCILE_AT: 'off',
        ...options.env,
        ...options.envOf?.[name],
      };
      services.push(await spawnService(name, env));
    }
    if (options.waitReady !== false) await Promise.all(services.map((service) => service.ready()));
  } catch (error) {
    await system.stop();
    throw error;
  }
  return system;
}
