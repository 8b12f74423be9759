import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '#contracts';
import { mongo, STATES, type ClientSession, type Connection } from 'mongoose';
import { isStoreAway } from './errors.js';
import { countTransaction } from './mongo.metrics.js';

export type TransactionLimits = {
  /** A session to run in, for callers that keep one (workers note its id); otherwise one is opened and ended. */
  session?: ClientSession;
  /** Milliseconds after which no new try is made. */
  withinMs?: number;
};

const WITHIN_MS = 30_000;
// Below the 10 s transactionLifetimeLimitSeconds of our servers: a commit that waits longer for its majority is asked again.
const MAX_COMMIT_MS = 5_000;
const BACK_OFF_MS = { first: 5, most: 500 };

const labelled = (error: unknown, label: string): boolean =>
  error instanceof mongo.MongoError && error.hasErrorLabel(label);

/** MaxTimeMSExpired while committing: the outcome is unknown, and asking again is allowed. */
const commitIsUnknown = (error: unknown): boolean =>
  labelled(error, 'UnknownTransactionCommitResult') || (error instanceof mongo.MongoServerError && error.code === 50);

/** Somebody ended the session while a command of it ran: nothing of the transaction stays. Before its commit only. */
const isInterrupted = (error: unknown): boolean => error instanceof mongo.MongoServerError && error.code === 11601;

async function commit(session: ClientSession, deadline: number): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!commitIsUnknown(error) || labelled(error, 'TransientTransactionError')) throw error;
      if (performance.now() > deadline) throw storeAway();
      await pause(backOff(tries));
    }
  }
}

const backOff = (tries: number): number =>
  Math.random() * Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** Math.min(tries, 10));

export const storeAway = (): Refusal => new Refusal('unavailable', 'store-away', {}, [], 2);

async function abortQuietly(session: ClientSession): Promise<void> {
  if (!session.inTransaction()) return;
  await session.abortTransaction().catch(() => undefined); // the server ends it by itself; the first error is the one to tell
}

/**
 * Runs `work` in one transaction: snapshot reads, majority write. `work` is run again from its start after a transient
 * error (a write conflict, a stepped-down primary), so it must read everything it decides on through the session and
 * have no other effect. A commit of unknown outcome is repeated until it is known.
 *
 * @throws whatever `work` throws, after the transaction is aborted; Refusal `store-away` when it did not succeed within
 * `withinMs` (30 s) or MongoDB cannot be reached.
 */
export async function inTransaction<T>(
  connection: Connection,
  work: (session: ClientSession) => Promise<T>,
  { session: kept, withinMs = WITHIN_MS }: TransactionLimits = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  const session = kept ?? (await startSession(connection));
  try {
    for (let tries = 0; ; tries++) {
      session.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
        readPreference: 'primary',
        maxCommitTimeMS: MAX_COMMIT_MS,
      });
      let worked = false;
      try {
        const result = await work(session);
        worked = true;
        await commit(session, deadline);
        countTransaction.committed();
        return result;
      } catch (error) {
        await abortQuietly(session);
        const again = labelled(error, 'TransientTransactionError') || (!worked && isInterrupted(error));
        if (again && performance.now() < deadline) {
          countTransaction.repeated();
          await pause(backOff(tries));
          continue;
        }
        countTransaction.aborted();
        throw again || (isStoreAway(error) && !(error instanceof Refusal)) ? storeAway() : error;
      }
    }
  } finally {
    if (!kept) await session.endSession();
  }
}

async function startSession(connection: Connection): Promise<ClientSession> {
  if (connection.readyState !== STATES.connected) throw storeAway();
  return connection.startSession();
}
