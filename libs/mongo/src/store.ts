import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { eventLogger } from '#observability';
import { STATES, type Connection, type mongo } from 'mongoose';
import { inOrder, migrate, StoreTooNew, type Migration } from './migrations.js';
import { storeAway } from './transaction.js';

export type StoreState = { ok: boolean; reason?: string };
export type StoreOptions = {
  /** Full URI with the service's own database, `mongodb://127.0.0.1:27017/registry?replicaSet=rs0`. */
  uri: string;
  migrations: readonly Migration[];
  /** Files that make the connection speak TLS, where the URI does not say so itself; '' is none. */
  tls?: { caFile: string; certKeyFile: string };
  /** What to do when the store is newer than the code; by default the process ends with one line. */
  refuse?: (error: Error) => void;
};

const log = eventLogger('store');
const BACK_OFF_MS = { first: 250, most: 5_000 };
// A request that needs MongoDB while it is away is answered after this long, instead of after the driver's 30 s.
const SELECTION_MS = 3_000;

const tlsOptions = ({ caFile, certKeyFile } = { caFile: '', certKeyFile: '' }): mongo.MongoClientOptions => ({
  ...(caFile || certKeyFile ? { tls: true } : {}),
  ...(caFile ? { tlsCAFile: caFile } : {}),
  ...(certKeyFile ? { tlsCertificateKeyFile: certKeyFile } : {}),
});

/**
 * A service's own database. It is opened in the background, so that a service boots and answers "not ready, because …"
 * with MongoDB away; the driver heals later absences. Nothing may use it before its migrations have run.
 */
export class Store implements OnModuleInit, OnApplicationShutdown, BeforeApplicationShutdown {
  private readonly waiting: (() => void | Promise<void>)[] = [];
  private current: StoreState = { ok: false, reason: 'MongoDB is not connected yet' };
  private migrated = false;
  private closing = false;
  private opening: Promise<void> | undefined;
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private readonly opened: Promise<void>;

  constructor(
    readonly connection: Connection,
    private readonly options: StoreOptions,
  ) {
    inOrder(options.migrations);
    this.opened = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.opened.catch(() => undefined); // whoever waits sees it; nobody waiting is no unhandled rejection
    connection.on('disconnected', () => this.note({ ok: false, reason: 'MongoDB is away' }));
    connection.on('connected', () => this.migrated && this.note({ ok: true }));
  }

  onModuleInit(): void {
    this.open();
  }

  /** Starts opening in the background; called by Nest, and by tests without it. */
  open(): void {
    this.opening ??= this.keepOpening();
  }

  get state(): StoreState {
    return this.current;
  }

  /** @throws Refusal `store-away` until the database is open and migrated. */
  get db(): mongo.Db {
    if (!this.migrated || !this.connection.db) throw storeAway();
    return this.connection.db;
  }

  /** Resolves once the migrations have run; rejects when the store is newer than the code or the app is closing. */
  ready(): Promise<void> {
    return this.opened;
  }

  /** Runs `task` once the store is ready (at once if it is). A failure is logged: background tasks own their retries. */
  onReady(task: () => void | Promise<void>): void {
    if (this.migrated) void this.run(task);
    else this.waiting.push(task);
  }

  /** Nest closes consumers before this; only then the connection they write through. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  beforeApplicationShutdown(): void {
    this.closing = true; // stops the opening loop early; the connection itself is needed until the consumers are closed
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.opening;
    await this.connection.close(true);
  }

  private async keepOpening(): Promise<void> {
    let said = '';
    for (let tries = 0; !this.closing; tries++) {
      try {
        await this.connect();
        return;
      } catch (error) {
        if (error instanceof StoreTooNew) return this.refuse(error);
        const reason = error instanceof Error ? error.message : String(error);
        this.note({ ok: false, reason: `MongoDB is not connected: ${reason}` });
        if (reason !== said) log.warn({ event: 'store.not-opened', reason });
        said = reason;
        await pause(Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** Math.min(tries, 6)));
      }
    }
    this.settle?.reject(storeAway());
  }

  private async connect(): Promise<void> {
    if (this.connection.readyState !== STATES.connected)
      await this.connection.openUri(this.options.uri, {
        autoCreate: false,
        autoIndex: false,
        bufferCommands: false,
        serverSelectionTimeoutMS: SELECTION_MS,
        readPreference: 'primary',
        writeConcern: { w: 'majority' },
        ...tlsOptions(this.options.tls),
      });
    if (!this.connection.db) throw new Error('the connection has no database');
    const done = await migrate(this.connection.db, this.options.migrations, randomUUID());
    if (done.length > 0) log.info({ event: 'store.migrated', migrations: done });
    this.migrated = true;
    this.note({ ok: true });
    this.settle?.resolve();
    for (const task of this.waiting.splice(0)) void this.run(task);
  }

  private async run(task: () => void | Promise<void>): Promise<void> {
    try {
      await task();
    } catch (err) {
      log.error({ event: 'store.task-failed', err });
    }
  }

  private refuse(error: StoreTooNew): void {
    this.note({ ok: false, reason: error.message });
    this.settle?.reject(error);
    log.fatal({ event: 'store.too-new', err: error });
    if (this.options.refuse) this.options.refuse(error);
    else {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
  }

  private note(state: StoreState): void {
    if (state.ok !== this.current.ok)
      if (state.ok) log.info({ event: 'store.ready' });
      else log.warn({ event: 'store.away', reason: state.reason });
    this.current = state;
  }
}
