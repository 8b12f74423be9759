import type { TopicName } from '#contracts';
import { correctAccepted, readAccepted, type OutboxTx } from '#messaging';
import type { Store } from '#mongo';
import { eventLogger } from '#observability';
import type { FactKind } from './fact-kind.js';

const log = eventLogger('digests');

/**
 * What was ever accepted is counted when an entry is sent. A fact whose entry was lost is not in it; once it is published
 * again (uncounted, as nothing new was accepted) the figures have more than was accepted. The facts themselves know: each has
 * its version. Both are read at one instant, and what flows meanwhile adds to both, so the difference stays right.
 */
export async function recount(store: Store, tx: OutboxTx, topic: TopicName, kinds: readonly FactKind[]): Promise<void> {
  const session = store.connection.getClient().startSession({ snapshot: true });
  try {
    const counted = (await readAccepted(store, session)).get(topic)?.accepted ?? 0;
    let versions = 0;
    for (const kind of kinds) versions += await kind.versions(store.db, session);
    if (versions === counted) return;
    log.error({ event: 'digests.recounted', topic, counted, versions });
    await correctAccepted(store, tx.session, topic, versions - counted);
  } finally {
    await session.endSession();
  }
}
