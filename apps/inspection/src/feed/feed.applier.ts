import { localDayOf } from '#calendar';
import type { CaseChangedV1, EventType } from '#contracts';
import { Halt, type Applied, type BatchApplier, type BatchTx, type ReceivedEvent, type Refused } from '#messaging';
import { Store } from '#mongo';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { FEED, FEED_HEAD, HEAD, type HeadDocument } from './feed.migration.js';
import type { FeedEvent } from './feed.rules.js';

/**
 * Gives each version of a case its position in the feed. Strict: subscribers are told of every version, so none may be
 * folded away, and none is left out for a fault of ours.
 */
@Injectable()
export class FeedApplier implements BatchApplier {
  readonly types: readonly EventType[] = ['inspection.case-changed.v1'];
  readonly strict = true;

  constructor(
    private readonly store: Store,
    private readonly trees: TreeReplica,
  ) {}

  /** @throws Halt while the tree here does not know a unit: the event waits, since without its path nobody would get it */
  async apply(tx: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const { fresh, deadLetters } = await this.#sortOut(tx, events as ReceivedEvent<CaseChangedV1>[]);
    if (fresh.length === 0) return { inc: { applied: 0 }, deadLetters };
    const tree = await this.trees.current(tx.session);
    const paths = fresh.map((event) => pathOf(tree, event));
    const { first, at } = await this.#givePositions(tx, fresh.length);
    const feed = this.store.db.collection<FeedEvent>(FEED);
    await feed.insertMany(
      fresh.map(({ id, factId, version, hash, data, raw }, index) => ({
        _id: first + index,
        eventId: id.toLowerCase(),
        factId,
        version,
        hash,
        at,
        path: paths[index]!,
        kind: data.kind,
        change: data.change.what,
        severity: data.change.severity,
        event: raw.toString('utf8'),
      })),
      { session: tx.session },
    );
    return { inc: { applied: fresh.length }, deadLetters };
  }

  /**
   * By fact and version, not by the highest version alone: a late lower one is news to subscribers all the same. A read
   * and a unique index: what two transactions both take for new, only one commits.
   */
  async #sortOut(tx: BatchTx, events: ReceivedEvent<CaseChangedV1>[]) {
    const kept = await this.store.db
      .collection<FeedEvent>(FEED)
      .find(
        { factId: { $in: [...new Set(events.map(({ factId }) => factId))] } },
        { session: tx.session, projection: { factId: 1, version: 1, hash: 1 } },
      )
      .toArray();
    const hashes = new Map(kept.map(({ factId, version, hash }) => [`${factId} ${version}`, hash]));
    const fresh: ReceivedEvent<CaseChangedV1>[] = [];
    const deadLetters: Refused[] = [];
    for (const event of events) {
      const key = `${event.factId} ${event.version}`;
      const known = hashes.get(key);
      if (known === undefined) {
        hashes.set(key, event.hash);
        fresh.push(event);
      } else if (known !== event.hash) deadLetters.push({ event, code: 'version-conflict' });
    }
    return { fresh, deadLetters };
  }

  /** Whoever gives positions writes the head: a second transaction that does so conflicts, and begins anew after it. */
  async #givePositions({ session, time }: BatchTx, count: number): Promise<{ first: number; at: Date }> {
    const head = await this.store.db
      .collection<HeadDocument>(FEED_HEAD)
      .findOneAndUpdate(
        { _id: HEAD },
        { $inc: { last: count }, $max: { at: new Date(time) } },
        { session, returnDocument: 'after' },
      );
    if (!head) throw new Error('the store has no head of the feed: its migration has not run');
    return { first: head.last - count + 1, at: head.at };
  }
}

function pathOf(tree: Tree, { data, time }: ReceivedEvent<CaseChangedV1>): string[] {
  if (!tree.get(data.unitId)) throw new Halt(`unit ${data.unitId} is not known here yet`);
  const path = tree.path(data.unitId, localDayOf(new Date(time)));
  // A voided unit lies nowhere: its events are those of itself alone.
  return path.length > 0 ? path : [data.unitId];
}
