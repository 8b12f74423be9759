import { TOPICS, type TopicName } from '#contracts';
import { messagingMigrations } from '#messaging';
import { Store, type Migration } from '#mongo';
import { treeMigrations } from '#tree';
import { RULES } from '../../../apps/reports/src/figures/derive.js';
import {
  countShardsMigration,
  figuresMigration,
  knownTimesMigration,
} from '../../../apps/reports/src/figures/figures.migration.js';
import type { KafkaPort } from '../../../libs/messaging/src/kafka/kafka-port.js';
import { FakeLog, type LogFaults } from '../log/fake-log.js';
import { FakePort } from '../log/fake-port.js';
import { FakeDb, fakeConnection } from '../store/driver.js';
import { Engine } from '../store/engine.js';
import { Sessions } from '../store/session.js';
import { Wire, type StoreFaults } from '../store/wire.js';
import type { Machine, Process } from './machine.js';

/** Shards of reports in the simulation: fewer topics and partitions than there are, so that more meets in each. */
export const CONSUMED: readonly TopicName[] = ['registry.tree', 'meetings.events'];
export type Owner = 'meetings' | 'reports';
type Server = { engine: Engine; sessions: Sessions };
export type Faults = { store: StoreFaults; log: LogFaults };
export const NO_FAULTS: Faults = {
  store: { lostRequest: 0, lostAnswer: 0 },
  log: { refused: 0, answerLost: 0, late: 0, twice: 0 },
};

const MIGRATIONS: Record<Owner, readonly Migration[]> = {
  meetings: messagingMigrations('meetings', []),
  reports: [
    ...messagingMigrations('reports', CONSUMED, { rules: RULES }),
    ...treeMigrations(10),
    figuresMigration(200),
    countShardsMigration(201),
    knownTimesMigration(230),
  ],
};

/** What the processes of one run stand on: a log, a database for each service, and how much goes wrong just now. */
export class Ground {
  readonly log: FakeLog;
  faults: Faults = NO_FAULTS;
  readonly #servers: Record<Owner, Server>;

  constructor(readonly machine: Machine) {
    this.log = new FakeLog(machine, (topic) => TOPICS[topic].partitions);
    const server = (): Server => ({ engine: new Engine(() => machine.time), sessions: new Sessions() });
    this.#servers = { meetings: server(), reports: server() };
  }

  engineOf(owner: Owner): Engine {
    return this.#servers[owner].engine;
  }

  /** As a process of the service opens it: by the migrations, and nobody else's. */
  storeOf(process: Process, owner: Owner): Store {
    const { engine, sessions } = this.#servers[owner];
    const db = new FakeDb(new Wire(this.machine, process, () => this.faults.store), engine, sessions);
    const store = new Store(fakeConnection(db), { uri: 'mongodb://fake', migrations: MIGRATIONS[owner] });
    store.open();
    return store;
  }

  portOf(process: Process): KafkaPort {
    return new FakePort(this.log, process, () => this.faults.log);
  }
}
