import { Refusal } from '#contracts';
import { decodeNumberCursor, pageOf, type Page, type Tx } from '#http';
import { ensureCollection, type Store } from '#mongo';
import type { Holder } from '#tree';
import type { ClientSession, mongo } from 'mongoose';

/** What every fact kept in versions has beside its own fields: a resolution, a score, a plan of visits … */
export interface VersionedFact {
  _id: string;
  version: number;
  /** Where it counts. */
  unitId: string;
  recordedAt: Date;
  /** Who has what of it was open when its unit ended. */
  held?: Holder[];
}

/** Who did what and why, kept with the version. The reason is free text. */
export type Deed<A extends string = string> = { act: A; actor: string; reason: string | null };

/** One version, written once. `_id` is `<id>/<version>`. */
export type FactVersion<T, A extends string = string> = Deed<A> & {
  _id: string;
  factId: string;
  version: number;
  at: Date;
  fact: T;
};

/** Creates the collections of one kind of fact and gives that of the newest versions. */
export async function ensureFacts(db: mongo.Db, name: string): Promise<mongo.Collection> {
  const versions = await ensureCollection(db, versionsOf(name));
  // Versions of one fact, in order.
  await versions.createIndex({ factId: 1, version: 1 }, { name: 'fact-version', unique: true });
  return ensureCollection(db, name);
}

const versionsOf = (name: string): string => `${name}_versions`;

/** Facts of one kind: the newest state of each, and all versions. */
export class VersionedFacts<T extends VersionedFact, A extends string = string> {
  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {}

  async get(id: string, session?: ClientSession): Promise<T | null> {
    return this.#newest.findOne<T>({ _id: id } as mongo.Filter<T>, { session });
  }

  async find(filter: mongo.Filter<T>, session?: ClientSession): Promise<T[]> {
    return this.#newest.find<T>(filter, { session }).toArray();
  }

  /** In the order of a field and the id, so that pages can follow each other. */
  walk(filter: mongo.Filter<T>, order: keyof T & string): mongo.FindCursor<T> {
    return this.#newest.find<T>(filter, { sort: { [order]: 1, _id: 1 } });
  }

  /** Writes a state as the newest and as a version; `fact.version` says which. */
  async save({ session, now: at }: Tx, fact: T, deed: Deed<A>): Promise<void> {
    const { _id: factId, version } = fact;
    if (version === 1) await this.#newest.insertOne(fact as mongo.OptionalUnlessRequiredId<T>, { session });
    else await this.#newest.replaceOne({ _id: factId } as mongo.Filter<T>, fact, { session });
    await this.#versions.insertOne({ _id: `${factId}/${version}`, factId, version, ...deed, at, fact }, { session });
  }

  /** @throws Refusal no-such-version (404) */
  async version(id: string, version: number): Promise<FactVersion<T, A>> {
    const found = await this.#versions.findOne({ _id: `${id}/${version}` });
    if (!found) throw new Refusal('not-found', 'no-such-version');
    return found;
  }

  /** Every version, the first one first. @throws Refusal invalid-cursor (400) */
  async versions(id: string, limit: number, cursor?: string): Promise<Page<FactVersion<T, A>>> {
    const after = decodeNumberCursor(cursor);
    const found = await this.#versions
      .find({ factId: id, version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit + 1)
      .toArray();
    return pageOf(found, limit, ({ version }) => [version]);
  }

  get #newest(): mongo.Collection<T> {
    return this.store.db.collection<T>(this.name);
  }

  get #versions(): mongo.Collection<FactVersion<T, A>> {
    return this.store.db.collection<FactVersion<T, A>>(versionsOf(this.name));
  }
}
