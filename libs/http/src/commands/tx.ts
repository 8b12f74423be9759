import type { Connection, mongo } from 'mongoose';
import { Refusal } from '#contracts';
import { Additions, inTransaction, type AddingTx, type Store } from '#mongo';
import { crashPoint, eventLogger } from '#observability';

/** What writes work with: one transaction. */
export type Tx = AddingTx & {
  /** The instant of this attempt. */
  now: Date;
  /** Registers what to do after the commit (ring the relay); dropped when the attempt is not the one that commits. */
  onCommitted(hook: () => void): void;
};

type Work<T> = (tx: Tx) => Promise<T>;

const log = eventLogger('commands');

/** One transaction, as `inTransaction`, and after its commit what was registered for it. */
export async function inTx<T>(connection: Connection, work: Work<T>): Promise<T> {
  let hooks: (() => void)[] = [];
  const result = await inTransaction(connection, (session) => {
    hooks = [];
    return work({ session, now: new Date(), onCommitted: (hook) => void hooks.push(hook) });
  });
  crashPoint('after-business-commit');
  for (const hook of hooks) runHook(hook);
  return result;
}

/**
 * Several pieces of work, which read and add and do nothing else, in one transaction. One that is refused leaves nothing
 * behind and the others alone. When anything else goes wrong (an id that is there already), each is done by itself.
 *
 * @throws Refusal `store-away`, of all of them
 */
export async function inSharedTx<T>(store: Store, works: readonly Work<T>[]): Promise<PromiseSettledResult<T>[]> {
  if (works.length > 1)
    try {
      return await inTx(store.connection, (tx) => together(store.db, tx, works));
    } catch (error) {
      if (isStoreAwayRefusal(error)) throw error;
    }
  return Promise.allSettled(works.map((work) => inTx(store.connection, work)));
}

async function together<T>(db: mongo.Db, tx: Tx, works: readonly Work<T>[]) {
  const all = new Additions();
  const settled: PromiseSettledResult<T>[] = [];
  for (const work of works) {
    const [later, hooks] = [new Additions(), [] as (() => void)[]];
    try {
      const value = await work({ ...tx, later, onCommitted: (hook) => void hooks.push(hook) });
      settled.push({ status: 'fulfilled', value });
      all.take(later);
      for (const hook of hooks) tx.onCommitted(hook);
    } catch (reason) {
      if (!(reason instanceof Refusal)) throw reason;
      settled.push({ status: 'rejected', reason });
    }
  }
  await all.write(db, tx.session);
  return settled;
}

/** A store that does not answer: nothing else is to be had of it now. */
export const isStoreAwayRefusal = (error: unknown): boolean => error instanceof Refusal && error.code === 'store-away';

// It is committed: a hook that fails must not make it look as if it were not.
function runHook(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    log.error({ event: 'commands.hook-failed', err: error });
  }
}
