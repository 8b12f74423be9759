import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { Refusal } from '#contracts';
import { inTransaction, Store, storeAway } from '#mongo';
import { crashPoint, eventLogger, inSpan } from '#observability';
import { Answered, type Answer } from './answer.js';
import { canonicalJson, sha256 } from './canonical.js';
import type { CommandRequest } from './command-request.js';

/** Collection of keys with their answers; made by `httpMigrations`. */
export const COMMANDS_COLLECTION = 'commands';
/** Days for which a key is remembered. */
export const KEY_DAYS = 30;

type StoredCommand = { _id: string; requestHash: string; answer: Answer<unknown>; at: Date };

/** What a command works with: one transaction. */
export type Tx = {
  session: ClientSession;
  /** The instant of this attempt. */
  now: Date;
  /** Registers what to do after the commit (ring the relay); dropped when the attempt is not the one that commits. */
  onCommitted(hook: () => void): void;
};

const log = eventLogger('commands');
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
    let hooks: (() => void)[] = [];
    const attempt = async (session: ClientSession): Promise<Answer<A>> => {
      hooks = [];
      const replay = id === undefined ? undefined : await this.replay<A>(id, request.bodyHash, session);
      if (replay) return replay;
      const now = new Date();
      const made = await work({ session, now, onCommitted: (hook) => void hooks.push(hook) });
      if (id !== undefined)
        await this.keys.insertOne({ _id: id, requestHash: request.bodyHash, answer: made, at: now }, { session });
      return new Answered(made.status, made.body, made.headers);
    };
    const answer = await inSpan(TRANSACTION, () => inTransaction(this.store.connection, attempt));
    crashPoint('after-business-commit');
    for (const hook of hooks) runHook(hook);
    return answer;
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

// The command is committed: a hook that fails must not turn its answer into an error.
function runHook(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    log.error({ event: 'commands.hook-failed', err: error });
  }
}
