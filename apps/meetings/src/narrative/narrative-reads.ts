import { localInstant } from '#calendar';
import { decodeIdCursor, pageOf, type Page } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';
import type { NarrativeReadAnswer } from './narrative-reads.dto.js';

/** Collection of who read which free texts of this service. */
export const NARRATIVE_READS = 'narrative_reads';

/** What has free texts here; an id is unique within its kind only. */
export type NarrativeKind = 'meeting' | 'session' | 'resolution' | 'opinion' | 'score';

/** Texts that are read: of which thing, and of which of its versions. */
export type Narrative = { kind: NarrativeKind; id: string; version: number };

export type NarrativeReadDocument = Narrative & { _id: mongo.ObjectId; person: string; at: Date };

/**
 * Free text is personal data (DESIGN.md 8): a right of its own (`meetings:narrative`), and every read is noted before it
 * is answered; if that fails, so does the read.
 */
@Injectable()
export class NarrativeReads {
  constructor(private readonly store: Store) {}

  async note(person: string, narrative: Narrative): Promise<void> {
    const { kind, id, version } = narrative;
    await this.#reads.insertOne({ _id: new mongo.ObjectId(), kind, id, version, person, at: new Date() });
  }

  /** Who read the texts of one thing, the newest first. @throws Refusal invalid-cursor (400) */
  async of(
    { kind, id }: Omit<Narrative, 'version'>,
    limit: number,
    cursor?: string,
  ): Promise<Page<NarrativeReadAnswer>> {
    const before = decodeIdCursor(cursor);
    const stored = await this.#reads
      .find({ kind, id, ...(before && { _id: { $lt: before } }) })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(stored, limit, (read) => [read._id.toHexString()]);
    return { items: items.map(({ person, at, version }) => ({ sub: person, at: localInstant(at), version })), next };
  }

  get #reads(): mongo.Collection<NarrativeReadDocument> {
    return this.store.db.collection<NarrativeReadDocument>(NARRATIVE_READS);
  }
}
