import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';

/** Collection of who read the free texts of which case. */
export const NARRATIVE_READS = 'case_narrative_reads';

export type NarrativeReadDocument = { _id: mongo.ObjectId; caseId: string; version: number; person: string; at: Date };

/** Every read of free text is noted before it is answered (DESIGN.md 8). */
@Injectable()
export class NarrativeReads {
  constructor(private readonly store: Store) {}

  async note(person: string, caseId: string, version: number): Promise<void> {
    await this.#reads.insertOne({ _id: new mongo.ObjectId(), caseId, version, person, at: new Date() });
  }

  /** Reads of one case, the newest first. */
  async of(caseId: string, limit: number, before?: mongo.ObjectId): Promise<NarrativeReadDocument[]> {
    const older = before && { _id: { $lt: before } };
    return this.#reads
      .find({ caseId, ...older })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
  }

  get #reads(): mongo.Collection<NarrativeReadDocument> {
    return this.store.db.collection<NarrativeReadDocument>(NARRATIVE_READS);
  }
}
