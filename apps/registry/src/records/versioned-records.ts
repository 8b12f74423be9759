import type { Tx } from '#http';
import { ensureCollection, type Store } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';

/** What every record beside a member has: an office, a medal, a liaison. */
export type VersionedRecord = { id: string; version: number; voided: boolean };
/** Who did what and why, kept with the version. */
export type Deed = { act: string; actor: string; reason: string | null };
export type RecordVersion<T> = Deed & { at: Date; record: T };

type Stored<T> = Omit<T, 'id'> & { _id: string };
type StoredVersion<T> = RecordVersion<T> & { _id: string; recordId: string; version: number };
type Guard = { _id: string; seq: number };
const GUARDS = 'record_guards';

/** Collections of such records: the newest state, and every version. */
export async function ensureRecords(db: mongo.Db, name: string): Promise<mongo.Collection> {
  await ensureCollection(db, GUARDS);
  const versions = await ensureCollection(db, `${name}_versions`);
  // GET …/:id/versions
  await versions.createIndex({ recordId: 1, version: 1 }, { name: 'record' });
  return ensureCollection(db, name);
}

/** Records of one kind with all their versions. None of them leaves the registry, so none has an event. */
export class VersionedRecords<T extends VersionedRecord> {
  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {}

  async get(id: string, session?: ClientSession): Promise<T | undefined> {
    const [found] = await this.find({ _id: id } as mongo.Filter<Stored<T>>, { session });
    return found;
  }

  async find(
    filter: mongo.Filter<Stored<T>>,
    { session, sort, limit = 0 }: { session?: ClientSession; sort?: mongo.Sort; limit?: number } = {},
  ): Promise<T[]> {
    const cursor = this.#records.find(filter, { session }).limit(limit);
    const found = await (sort ? cursor.sort(sort) : cursor).toArray();
    return found.map(({ _id: id, ...fields }) => ({ id, ...fields }) as unknown as T);
  }

  async versions(id: string): Promise<RecordVersion<T>[]> {
    const found = await this.#versions.find({ recordId: id }).sort({ version: 1 }).toArray();
    return found.map(({ act, actor, reason, at, record }) => ({ act, actor, reason, at, record }));
  }

  async save(tx: Tx, record: T, deed: Deed): Promise<void> {
    const { session, now: at } = tx;
    const { id: recordId, ...fields } = record;
    const stored = { _id: recordId, ...fields } as unknown as mongo.OptionalUnlessRequiredId<Stored<T>>;
    if (record.version === 1) await this.#records.insertOne(stored, { session });
    else await this.#records.replaceOne({ _id: recordId } as mongo.Filter<Stored<T>>, fields as never, { session });
    const { version } = record;
    await this.#versions.insertOne(
      { _id: `${recordId}/${version}`, recordId, version, ...deed, at, record },
      {
        session,
      },
    );
  }

  /**
   * Makes two transactions that judge the same set of records conflict, so that the second sees what the first wrote:
   * two inserts that must not both be would otherwise both be legal.
   */
  async guard({ session }: Tx, key: string): Promise<void> {
    await this.store.db
      .collection<Guard>(GUARDS)
      .updateOne({ _id: `${this.name}/${key}` }, { $inc: { seq: 1 } }, { session, upsert: true });
  }

  get #records(): mongo.Collection<Stored<T>> {
    return this.store.db.collection<Stored<T>>(this.name);
  }

  get #versions(): mongo.Collection<StoredVersion<T>> {
    return this.store.db.collection<StoredVersion<T>>(`${this.name}_versions`);
  }
}
