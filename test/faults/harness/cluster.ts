import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';
import { Journal } from '../../../deploy/local/journal.mjs';
import { groupsAnswer } from '../../../deploy/local/kafka.mjs';
import { freePorts } from '../../../deploy/local/ports.mjs';
import { addressesOf, issuerPart } from '../../../deploy/local/services.mjs';
import { Supervisor, type Part } from '../../../deploy/local/supervisor.mjs';
import { unmountAll } from './disk.js';
import { Databases } from './databases.js';
import { brokerParts, initiate, memberParts, type Server } from './servers.js';
import { Process, SERVICES, servicePart, type Service } from './services.js';

export type ClusterOptions = { brokers: number; members: number };

/** How many processes of each service: two relays of one source, two report workers. */
const PROCESSES: Record<Service, number> = { registry: 1, meetings: 2, inspection: 1, reports: 2 };
/** Whatever dies comes back by itself, as often as it is killed. */
const LIMITS = { deaths: Infinity, withinMs: 60_000, firstPauseMs: 250, longestPauseMs: 250 };
/** Memory, where there is some: the machine's disk is not what is tried here. */
const place = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Kafka, MongoDB, the issuer and all processes of the four services, each of them reachable by faults. */
export class Cluster {
  brokers: Server[] = [];
  members: Server[] = [];
  processes: Process[] = [];
  mongodbUri = '';
  issuerUrl = '';

  private constructor(
    readonly home: string,
    readonly supervisor: Supervisor,
    readonly databases: Databases,
    private readonly journal: Journal,
  ) {}

  static async start(options: ClusterOptions, say: (line: string) => void): Promise<Cluster> {
    const home = mkdtempSync(join(place(), 'lien-cap-faults-'));
    const logs = join(home, 'logs');
    mkdirSync(logs);
    const journal = await Journal.open(home, say);
    const quiet = (): void => undefined;
    const supervisor = new Supervisor({ journal, logs, say: quiet, limits: LIMITS });
    const cluster = new Cluster(home, supervisor, new Databases(), journal);
    try {
      await cluster.#startServers(options, logs);
      await cluster.#startServices(options);
    } catch (error) {
      await cluster.stop(true);
      throw error;
    }
    return cluster;
  }

  of = (service: Service): Process[] => this.processes.filter((process) => process.service === service);

  get brokerList(): string {
    return this.brokers.map(({ port }) => `127.0.0.1:${port}`).join();
  }

  /** Servers and services, by the names that faults use. */
  get all(): string[] {
    return [...this.brokers, ...this.members, ...this.processes].map(({ name }) => name);
  }

  /** Ends everything; the data and the logs stay when `keep`. */
  async stop(keep: boolean): Promise<void> {
    await this.databases.close();
    const services = this.processes.map(({ name }) => name);
    const servers = [...this.brokers, ...this.members].map(({ name }) => name);
    await this.supervisor.stop([services, ['issuer'], servers]);
    await Promise.all(this.processes.flatMap(({ links }) => links.map(({ proxy }) => proxy.close())));
    this.journal.close();
    if (keep) return;
    unmountAll();
    rmSync(this.home, { recursive: true, force: true });
  }

  async #startServers({ brokers, members }: ClusterOptions, logs: string): Promise<void> {
    this.brokers = await brokerParts({ home: this.home, logs, count: brokers });
    this.members = await memberParts({ home: this.home, logs, count: members });
    await Promise.all([...this.brokers, ...this.members].map(({ part }) => this.supervisor.start(part)));
    const hosts = this.members.map(({ port }) => `127.0.0.1:${port}`);
    this.mongodbUri = `mongodb://${hosts.join()}/?replicaSet=rs0`;
    await initiate(hosts);
    await this.databases.open(this.mongodbUri, hosts);
    await eventually(() => groupsAnswer(this.brokerList.split(',')), { timeoutMs: 60_000 });
  }

  async #startServices({ brokers }: ClusterOptions): Promise<void> {
    const issuer = await this.#startIssuer();
    const servers = [...this.brokers, ...this.members];
    for (const service of SERVICES)
      for (let n = 1; n <= PROCESSES[service]; n++) {
        const process = await Process.of(`${service}-${n}`, service, servers);
        process.part = servicePart(process, {
          issuer,
          mongodbUri: this.mongodbUri,
          brokers: this.brokerList,
          replication: brokers,
          home: this.home,
        });
        this.processes.push(process);
      }
    await Promise.all(this.processes.map(({ part }) => this.supervisor.start(part)));
  }

  async #startIssuer(): Promise<string> {
    const [port = 0, ...others] = await freePorts(5);
    const [registry = 0, meetings = 0, inspection = 0, reports = 0] = others;
    const ports = { issuer: port, registry, meetings, inspection, reports };
    const part: Part = issuerPart({ addresses: addressesOf(ports), ports, home: this.home });
    await this.supervisor.start(part);
    this.issuerUrl = addressesOf(ports).issuer;
    return this.issuerUrl;
  }
}
