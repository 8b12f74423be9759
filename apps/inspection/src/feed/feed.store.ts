import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { FEED, FEED_HEAD, HEAD, type HeadDocument } from './feed.migration.js';
import type { FeedEvent, ResumePoint } from './feed.rules.js';

/** Reads of the feed; only what a majority has, since an id that was sent must not vanish in an election. */
@Injectable()
export class FeedStore {
  constructor(private readonly store: Store) {}

  /** The last position given. */
  async last(): Promise<number> {
    const head = await this.store.db
      .collection<HeadDocument>(FEED_HEAD, { readConcern: { level: 'majority' } })
      .findOne({ _id: HEAD });
    return head?.last ?? 0;
  }

  /** Everything after a position, in order. */
  after(position: number, limit: number): Promise<FeedEvent[]> {
    return this.#feed
      .find({ _id: { $gt: position } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
  }

  /** What concerns a subtree after a position, in order. */
  ofSubtree(unit: string, position: number, limit: number): Promise<FeedEvent[]> {
    return this.#feed
      .find({ path: unit, _id: { $gt: position } })
      .sort({ _id: 1 })
      .limit(limit)
      .hint('of-subtree')
      .toArray();
  }

  /**
   * The position to go on after; null when it is not known, no longer kept, or of another subtree: a foreign id is
   * answered like an unknown one.
   */
  async positionOf(unit: string, point: ResumePoint): Promise<number | null> {
    if ('eventId' in point) {
      const event = await this.#feed.findOne({ eventId: point.eventId, path: unit }, { projection: { _id: 1 } });
      return event?._id ?? null;
    }
    const last = await this.last();
    if (point.position >= last) return point.position === last ? last : null;
    const [oldest] = await this.#feed
      .find({}, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(1)
      .toArray();
    return oldest && oldest._id <= point.position + 1 ? point.position : null;
  }

  get #feed(): mongo.Collection<FeedEvent> {
    return this.store.db.collection<FeedEvent>(FEED, { readConcern: { level: 'majority' } });
  }
}
