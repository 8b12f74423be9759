import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ADMINISTRATOR, TcpProxy } from '#testing';
import { withDatabase } from '../../../deploy/local/mongodb.mjs';
import { freePorts } from '../../../deploy/local/ports.mjs';
import { addressesOf, servicePart as partOf } from '../../../deploy/local/services.mjs';
import type { Part } from '../../../deploy/local/supervisor.mjs';
import type { Server } from './servers.js';

export type Service = 'registry' | 'meetings' | 'inspection' | 'reports';
export const SERVICES: readonly Service[] = ['registry', 'meetings', 'inspection', 'reports'];
/** Before topics and groups, so that their names are known. */
export const PREFIX = 'faults.';

/** The way from one process to one server. */
export type Link = { to: Server; proxy: TcpProxy };

const preload = (file: string): string => `--import ${pathToFileURL(join(process.cwd(), file)).href}`;

/** A process of a service, with a proxy of its own before each server it speaks to, and a clock that can be set. */
export class Process {
  part!: Part;
  clockFile = '';

  private constructor(
    readonly name: string,
    readonly service: Service,
    readonly port: number,
    readonly links: Link[],
  ) {}

  static async of(name: string, service: Service, servers: readonly Server[]): Promise<Process> {
    const [port = 0] = await freePorts(1);
    const links = await Promise.all(
      servers.map(async (to) => ({
        to,
        proxy: await TcpProxy.to('127.0.0.1', to.port, { speaksKafka: to.kind === 'kafka' }),
      })),
    );
    return new Process(name, service, port, links);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  linksTo = (kind: Server['kind']): Link[] => this.links.filter(({ to }) => to.kind === kind);

  /** Everything between it and others as it should be. */
  mend(): void {
    for (const { proxy } of this.links) {
      proxy.dropAnswers(null);
      proxy.set('pass');
    }
    this.setClock(0);
  }

  /** Puts its clock off by so many milliseconds, within a tenth of a second. */
  setClock(offsetMs: number): void {
    writeFileSync(this.clockFile, String(offsetMs));
  }
}

type Around = { issuer: string; mongodbUri: string; brokers: string; replication: number; home: string };

/** As npm start runs it, but for what stands between it and others. */
export function servicePart(process: Process, around: Around): Part {
  const { name, service, port, links } = process;
  const ports = { registry: 0, meetings: 0, inspection: 0, reports: 0, issuer: 0, [service]: port };
  const addresses = { ...addressesOf(ports), issuer: around.issuer };
  const part = partOf(service, { addresses, ports, servers: around });
  process.clockFile = join(around.home, `${name}.clock`);
  process.setClock(0);
  return {
    ...part,
    name,
    env: {
      ...part.env,
      // By its name a failpoint finds this process alone.
      MONGODB_URI: `${withDatabase(around.mongodbUri, service)}&appName=${name}`,
      KAFKA_TOPIC_PREFIX: PREFIX,
      KAFKA_REPLICATION: String(around.replication),
      RELAY_LEASE_MS: '4000',
      RATE_LIMIT: '1000000',
      FIRST_ADMINISTRATOR: ADMINISTRATOR,
      // What a seed makes does not depend on the hour.
      RECONCILE_AT: 'off',
      LOG_LEVEL: 'info',
      NODE_OPTIONS: `${preload('test/flows/support/redirect.mjs')} ${preload('test/faults/harness/clock.mjs')}`,
      TEST_REDIRECT: links.map(({ to, proxy }) => `${to.port}>${proxy.port}`).join(),
      TEST_CLOCK: process.clockFile,
    },
  };
}
