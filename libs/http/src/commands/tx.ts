import type { ClientSession, Connection } from 'mongoose';
import { inTransaction } from '#mongo';
import { crashPoint, eventLogger } from '#observability';

/** What writes work with: one transaction. */
export type Tx = {
  session: ClientSession;
  /** The instant of this attempt. */
  now: Date;
  /** Registers what to do after the commit (ring the relay); dropped when the attempt is not the one that commits. */
  onCommitted(hook: () => void): void;
};

const log = eventLogger('commands');

/** One transaction, as `inTransaction`, and after its commit what was registered for it. */
export async function inTx<T>(connection: Connection, work: (tx: Tx) => Promise<T>): Promise<T> {
  let hooks: (() => void)[] = [];
  const result = await inTransaction(connection, (session) => {
    hooks = [];
    return work({ session, now: new Date(), onCommitted: (hook) => void hooks.push(hook) });
  });
  crashPoint('after-business-commit');
  for (const hook of hooks) runHook(hook);
  return result;
}

// It is committed: a hook that fails must not make it look as if it were not.
function runHook(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    log.error({ event: 'commands.hook-failed', err: error });
  }
}
