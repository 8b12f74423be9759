import { Refusal } from '#contracts';

/** TransactionTooLargeForCache: the changes of one transaction do not fit in the store's memory. It fails again. */
const TOO_LARGE = 313;

/** Turns the store's "too much for one transaction" into a refusal; nothing was written. */
export function asTooMuch(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal) return error;
  const { code } = error as { code?: unknown };
  const tooLarge = code === TOO_LARGE || error.message.includes('transaction is too large and will not fit');
  return tooLarge ? new Refusal('too-large', 'too-much-at-once') : error;
}
