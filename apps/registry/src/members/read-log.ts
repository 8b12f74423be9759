import { ensureCollection, Store, type Migration } from '#mongo';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';

/** What was read: one member, a version of one, a roll, the finds of a search … */
export type ReadKind = 'member' | 'versions' | 'roll' | 'search' | 'duplicates' | 'medals' | 'offices' | 'liaisons';

/** A read of personal data: who, when, what, of whom. Ids only. */
export type MemberRead = {
  /** OIDC `sub`. */
  sub: string;
  at: Date;
  what: ReadKind;
  /** The unit asked about; null when it was one member. */
  unitId: string | null;
  memberIds: string[];
};
export type MemberReadDocument = MemberRead & { _id: mongo.ObjectId };

const READS = 'member_reads';

export const readsMigration = (id: number): Migration => ({
  id,
  name: 'reads of personal data',
  async up(db) {
    const reads = await ensureCollection(db, READS);
    // GET /v1/members/{id}/reads, newest first.
    await reads.createIndex({ memberIds: 1, _id: -1 }, { name: 'member' });
  },
});

/** Every read of personal data is noted before it is answered (DOMAIN.md 8; DESIGN.md 8). */
@Injectable()
export class ReadLog {
  constructor(private readonly store: Store) {}

  async note(read: Omit<MemberRead, 'at'>): Promise<void> {
    await this.#reads.insertOne({ _id: new mongo.ObjectId(), ...read, at: new Date() });
  }

  /** Reads of one member, newest first. */
  async of(memberId: string, limit: number, before?: mongo.ObjectId): Promise<MemberReadDocument[]> {
    const older = before && { _id: { $lt: before } };
    return this.#reads
      .find({ memberIds: memberId, ...older })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
  }

  get #reads(): mongo.Collection<MemberReadDocument> {
    return this.store.db.collection<MemberReadDocument>(READS);
  }
}
