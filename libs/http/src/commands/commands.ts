import { AsyncResource } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Refusal } from '#contracts';
import { addAll, Gathered, inTransaction, Store, storeAway } from '#mongo';
import { inSpan } from '#observability';
import { Answered, type Answer } from './answer.js';
import { canonicalJson, sha256 } from './canonical.js';
import type { CommandRequest } from './command-request.js';
import { inSharedTx, inTx, isStoreAwayRefusal, type Tx } from './tx.js';

/** Collection of keys with their answers; made by `httpMigrations`. */
export const COMMANDS_COLLECTION = 'commands';
/** Days for which a key is remembered. */
export const KEY_DAYS = 30;

/** Commands that share a transaction at most: its additions go out in one request to each collection. */
const TOGETHER = 32;

type Attempt<A> = (tx: Tx) => Promise<Answered<A>>;
type StoredCommand = { _id: string; requestHash: string; answer: Answer<unknown>; at: Date };

const TRANSACTION = { name: 'transaction', kind: 'internal', fields: { 'db.system.name': 'mongodb' } } as const;

/**
 * Runs writes: one transaction for the work and the key with its answer. The key is written blindly: nearly all are new, and
 * looking first would be one more request for each command. What goes wrong makes it look: a key that is there already
 * refuses its second insert, and work that was done before is mostly refused (an id that is taken, an older version).
 */
@Injectable()
export class Commands {
  readonly #shared = new Gathered<Attempt<unknown>, PromiseSettledResult<Answered<unknown>>>(
    (attempts) => inSharedTx(this.store, attempts),
    { most: TOGETHER },
  );

  constructor(private readonly store: Store) {}

  /**
   * Runs `work` at most once for a client, route and key: a second request with the same body gets the first answer
   * with `idempotent-replayed: true`. `work` is run again when the transaction has to be, so it must keep no state
   * outside it. A refusal is not stored: the same key may succeed later.
   *
   * @throws Refusal 422 `idempotency-key-reused` for another body, 503 `store-away`, and what `work` throws
   */
  run<A>(request: CommandRequest, work: (tx: Tx) => Promise<Answer<A>>): Promise<Answer<A>> {
    return this.#once(request, work, (attempt) => inTx(this.store.connection, attempt));
  }

  /**
   * As {@link run}, for `work` that reads and adds (`addAll`) and does nothing else: those of one moment share a transaction,
   * since its requests cost more than what is in them.
   */
  runAdding<A>(request: CommandRequest, work: (tx: Tx) => Promise<Answer<A>>): Promise<Answer<A>> {
    return this.#once(request, work, async (attempt) => {
      // Each goes on in its own request's trace, whoever began the transaction.
      const result = await this.#shared.ask(AsyncResource.bind(attempt));
      if (result.status === 'rejected') throw result.reason;
      return result.value as Answered<A>;
    });
  }

  async #once<A>(
    request: CommandRequest,
    work: (tx: Tx) => Promise<Answer<A>>,
    transact: (attempt: Attempt<A>) => Promise<Answered<A>>,
  ): Promise<Answer<A>> {
    if (!this.store.state.ok) throw storeAway();
    const id = request.key === undefined ? undefined : sha256(canonicalJson([request.sub, request.route, request.key]));
    const attempt = async (tx: Tx): Promise<Answer<A>> => {
      const made = await work(tx);
      if (id !== undefined) {
        const stored: StoredCommand = { _id: id, requestHash: request.bodyHash, answer: made, at: tx.now };
        await addAll(this.store.db, tx, COMMANDS_COLLECTION, [stored]);
      }
      return new Answered(made.status, made.body, made.headers);
    };
    return inSpan(TRANSACTION, () => transact(attempt)).catch(async (error: unknown) => {
      const replay =
        id === undefined || isStoreAwayRefusal(error) ? undefined : await this.replay<A>(id, request.bodyHash);
      if (!replay) throw error;
      return replay;
    });
  }

  private get keys() {
    return this.store.db.collection<StoredCommand>(COMMANDS_COLLECTION);
  }

  /** The answer stored with a key. It is not given away before the majority has it, as it was not the first time. */
  private async replay<A>(id: string, requestHash: string): Promise<Answered<A> | undefined> {
    const stored = await inTransaction(this.store.connection, (session) => this.keys.findOne({ _id: id }, { session }));
    if (!stored) return undefined;
    if (stored.requestHash !== requestHash) throw new Refusal('unprocessable', 'idempotency-key-reused');
    const { status, body, headers } = stored.answer;
    return new Answered(status, body as A, { ...headers, 'idempotent-replayed': 'true' });
  }
}
