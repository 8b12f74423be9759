import type { Tx } from '#http';
import { ensureCollection, type Store } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';

/** What every fact kept here has beside its own fields. */
export interface FactDocument {
  _id: string;
  version: number;
  /** Where it counts. */
  unitId: string;
  recordedAt: Date;
}

/** Who did what and why. The reason is free text. */
export type Deed = { act: string; actor: string; reason: string | null };
export type FactVersion<D> = Deed & { version: number; at: Date; fact: D };
type StoredVersion = FactVersion<FactDocument> & { _id: string; factId: string };

/** Collections of a kind of fact: the newest state, and every version. */
export async function ensureFacts(db: mongo.Db, name: string): Promise<mongo.Collection> {
  const versions = await ensureCollection(db, versionsOf(name));
  // Versions of one fact, in order.
  await versions.createIndex({ factId: 1, version: 1 }, { name: 'fact-version', unique: true });
  return ensureCollection(db, name);
}
const versionsOf = (name: string): string => `${name.replace(/s$/, '')}_versions`;

/** Facts of one kind with all their versions. */
export class VersionedFacts<D extends FactDocument> {
  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {}

  async get(id: string, session?: ClientSession): Promise<D | null> {
    return (await this.#facts.findOne({ _id: id }, { session })) as D | null;
  }

  /** In the order of a field and the id, so that pages can follow each other. */
  find(
    filter: mongo.Filter<FactDocument>,
    { session, order, limit = 0 }: { session?: ClientSession; order: keyof D & string; limit?: number },
  ): mongo.FindCursor<D> {
    const sort: mongo.Sort = { [order]: 1, _id: 1 };
    return this.#facts.find(filter, { session, sort, limit }) as mongo.AbstractCursor as mongo.FindCursor<D>;
  }

  async version(id: string, version: number): Promise<FactVersion<D> | null> {
    return (await this.#versions.findOne({ factId: id, version })) as FactVersion<D> | null;
  }

  /** Versions after one, the first one first. */
  async versions(id: string, after: number, limit: number): Promise<FactVersion<D>[]> {
    const filter = { factId: id, version: { $gt: after } };
    const found = await this.#versions.find(filter, { sort: { version: 1 }, limit }).toArray();
    return found as FactVersion<FactDocument>[] as FactVersion<D>[];
  }

  async save({ session, now: at }: Tx, fact: D, deed: Deed): Promise<void> {
    const { _id, version } = fact;
    if (version === 1) await this.#facts.insertOne(fact, { session });
    else await this.#facts.replaceOne({ _id }, fact, { session });
    await this.#versions.insertOne({ _id: `${_id}/${version}`, factId: _id, version, ...deed, at, fact }, { session });
  }

  get #facts(): mongo.Collection<FactDocument> {
    return this.store.db.collection<FactDocument>(this.name);
  }

  get #versions(): mongo.Collection<StoredVersion> {
    return this.store.db.collection<StoredVersion>(versionsOf(this.name));
  }
}
