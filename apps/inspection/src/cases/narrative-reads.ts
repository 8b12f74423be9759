import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';

/** Collection of who read the free texts of which case. */
export const NARRATIVE_READS = 'case_narrative_reads';

type NarrativeReadDocument = { _id: mongo.ObjectId; caseId: string; version: number; person: string; at: Date };

/** Every read of free text is noted before it is answered (DESIGN.md 8). */
@Injectable()
export class NarrativeReads {
  constructor(private readonly store: Store) {}

  async note(person: string, caseId: string, version: number): Promise<void> {
    await this.store.db
      .collection<NarrativeReadDocument>(NARRATIVE_READS)
      .insertOne({ _id: new mongo.ObjectId(), caseId, version, person, at: new Date() });
  }
}
