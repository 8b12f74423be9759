import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Refusal } from '#contracts';
import { Store, storeAway } from '#mongo';
import { inSpan } from '#observability';
import { Answered, type Answer } from './answer.js';
import { canonicalJson, sha256 } from './canonical.js';
import type { CommandRequest } from './command-request.js';
import { inTx, type Tx } from './tx.js';

/** Collection of keys with their answers; made by `httpMigrations`. */
export const COMMANDS_COLLECTION = 'commands';
/** Days for which a key is remembered. */
export const KEY_DAYS = 30;

type StoredCommand = { _id: string; requestHash: string; answer: Answer<unknown>; at: Date };

const TRANSACTION = { name: 'transaction', kind: 'internal', fields: { 'db.system.name': 'mongodb' } } as const;

/** Runs writes: one transaction for the look at the key, the work, and the key with its answer. */
@Injectable()
export class Commands {
  constructor(private readonly store: Store) {}

  /**
   * Runs `work` at most once for a client, route and key: a second request with the same body gets the first answer
   * with `idempotent-replayed: true`. `work` is run again when the transaction has to be, so it must keep no state
   * outside it. A refusal is not stored: the same key may succeed later.
   *
   * @throws Refusal 422 `idempotency-key-reused` for another body, 503 `store-away`, and what `work` throws
   */
  async run<A>(request: CommandRequest, work: (tx: Tx) => Promise<Answer<A>>): Promise<Answer<A>> {
    if (!this.store.state.ok) throw storeAway();
    const id = request.key === undefined ? undefined : sha256(canonicalJson([request.sub, request.route, request.key]));
    const attempt = async (tx: Tx): Promise<Answer<A>> => {
      const { session, now } = tx;
      const replay = id === undefined ? undefined : await this.replay<A>(id, request.bodyHash, session);
      if (replay) return replay;
      const made = await work(tx);
      if (id !== undefined)
        await this.keys.insertOne({ _id: id, requestHash: request.bodyHash, answer: made, at: now }, { session });
      return new Answered(made.status, made.body, made.headers);
    };
    return inSpan(TRANSACTION, () => inTx(this.store.connection, attempt));
  }

  private get keys() {
    return this.store.db.collection<StoredCommand>(COMMANDS_COLLECTION);
  }

  private async replay<A>(id: string, requestHash: string, session: ClientSession): Promise<Answered<A> | undefined> {
    const stored = await this.keys.findOne({ _id: id }, { session });
    if (!stored) return undefined;
    if (stored.requestHash !== requestHash) throw new Refusal('unprocessable', 'idempotency-key-reused');
    const { status, body, headers } = stored.answer;
    return new Answered(status, body as A, { ...headers, 'idempotent-replayed': 'true' });
  }
}
