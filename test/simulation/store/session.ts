import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import type { Engine, Txn, View } from './engine.js';
import type { Wire } from './wire.js';

/** Transactions by session, as the server has them. */
export class Sessions {
  readonly #open = new Map<string, Txn>();

  /** A new transaction of a session ends the one before. */
  begin(engine: Engine, session: string): Txn {
    this.end(engine, session);
    const txn = engine.begin();
    this.#open.set(session, txn);
    return txn;
  }

  end(engine: Engine, session: string): void {
    const txn = this.#open.get(session);
    if (txn) engine.abort(txn);
    this.#open.delete(session);
  }
}

/** A session of the driver, for one transaction at a time or for reads at one instant. */
export class FakeSession {
  hasEnded = false;
  readonly serverSession: { id: { id: mongo.Binary } };
  #state: 'none' | 'starting' | 'open' | 'committed' = 'none';
  #txn: Txn | null = null;
  #instant: { snapshot: number } | null = null;

  constructor(
    private readonly wire: Wire,
    private readonly engine: Engine,
    private readonly sessions: Sessions,
    private readonly snapshot: boolean,
  ) {
    this.serverSession = { id: { id: new mongo.Binary(randomBytes(16), 4) } };
  }

  startTransaction(): void {
    this.#state = 'starting';
    this.#txn = null;
  }

  inTransaction(): boolean {
    return this.#state === 'starting' || this.#state === 'open';
  }

  /** What a command of this session reads and writes in; called when it takes effect. */
  view(): View {
    if (this.snapshot) return (this.#instant ??= this.engine.instant());
    if (!this.inTransaction()) return null;
    if (!this.#txn) this.#txn = this.sessions.begin(this.engine, this.#id);
    this.#state = 'open';
    this.engine.alive(this.#txn);
    return this.#txn;
  }

  /** The driver's label of a network error inside a transaction. */
  get label(): string | undefined {
    return this.inTransaction() ? 'TransientTransactionError' : undefined;
  }

  async commitTransaction(): Promise<void> {
    const txn = this.#txn;
    this.#state = 'committed';
    if (txn) await this.wire.call(() => this.engine.commit(txn), 'UnknownTransactionCommitResult');
  }

  async abortTransaction(): Promise<void> {
    const txn = this.#txn;
    this.#state = 'none';
    if (txn) await this.wire.call(() => this.engine.abort(txn)).catch(() => undefined);
  }

  async withTransaction<T>(work: (session: FakeSession) => Promise<T>): Promise<T> {
    this.startTransaction();
    const result = await work(this);
    await this.commitTransaction();
    return result;
  }

  async endSession(): Promise<void> {
    this.hasEnded = true;
    if (this.inTransaction()) await this.abortTransaction();
  }

  get #id(): string {
    return this.serverSession.id.id.toString('hex');
  }
}
