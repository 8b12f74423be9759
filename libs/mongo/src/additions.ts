import type { ClientSession, mongo } from 'mongoose';

/** Documents to be added, by collection, in the order in which collections were first named. */
export class Additions {
  readonly #documents = new Map<string, mongo.Document[]>();

  add(collection: string, documents: readonly object[]): void {
    const before = this.#documents.get(collection);
    if (before) before.push(...(documents as mongo.Document[]));
    else this.#documents.set(collection, [...(documents as mongo.Document[])]);
  }

  /** Everything of another one too. */
  take(other: Additions): void {
    for (const [collection, documents] of other.#documents) this.add(collection, documents);
  }

  /** In one request to each collection. @throws MongoServerError 11000 for an id that is there already */
  async write(db: mongo.Db, session: ClientSession): Promise<void> {
    for (const [collection, documents] of this.#documents)
      await db.collection(collection).insertMany(documents, { session });
  }
}

/** A transaction to add documents in. `later`: it is shared by several commands, whose additions are written at its end. */
export type AddingTx = { session: ClientSession; later?: Additions };

/** Adds documents in one request, or has them added with those of others. */
export async function addAll(
  db: mongo.Db,
  { session, later }: AddingTx,
  collection: string,
  documents: readonly object[],
): Promise<void> {
  const additions = later ?? new Additions();
  additions.add(collection, documents);
  if (!later) await additions.write(db, session);
}
