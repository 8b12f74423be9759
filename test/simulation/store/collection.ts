import type { Done, Engine, View } from './engine.js';
import type { FakeSession } from './session.js';
import { projected, type Update } from './updates.js';
import { at, compare, copyOf, type Doc } from './values.js';
import type { Wire } from './wire.js';

type Options = {
  session?: FakeSession;
  projection?: Doc;
  sort?: Doc;
  limit?: number;
  upsert?: boolean;
  returnDocument?: 'before' | 'after';
};
type BulkWrite = {
  insertOne?: { document: Doc };
  replaceOne?: { filter: Doc; replacement: Doc };
  updateOne?: { filter: Doc; update: Update; upsert?: boolean };
};

/** A cursor that reads everything at once. */
export class FakeCursor {
  constructor(
    private readonly read: (options: Options) => Promise<Doc[]>,
    private readonly options: Options,
  ) {}

  sort(sort: Doc): FakeCursor {
    return new FakeCursor(this.read, { ...this.options, sort });
  }

  limit(limit: number): FakeCursor {
    return new FakeCursor(this.read, { ...this.options, limit });
  }

  hint(): FakeCursor {
    return this;
  }

  toArray(): Promise<Doc[]> {
    return this.read(this.options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Doc> {
    yield* await this.toArray();
  }
}

function sorted(docs: Doc[], sort: Doc | undefined): Doc[] {
  const keys = Object.entries(sort ?? {}) as [string, 1 | -1][];
  if (keys.length === 0) return docs;
  return [...docs].sort((a, b) => {
    for (const [path, way] of keys) {
      const order = compare(at(a, path), at(b, path));
      if (order !== 0) return order * way;
    }
    return 0;
  });
}

const counts = ({ matched, modified, upsertedId }: Done) => ({
  matchedCount: matched,
  modifiedCount: modified,
  upsertedCount: upsertedId === undefined ? 0 : 1,
  upsertedId: upsertedId ?? null,
});

/** The calls of a collection that our code makes. A call that is not known here fails: there is no such method. */
export class FakeCollection {
  constructor(
    private readonly name: string,
    private readonly deps: { wire: Wire; engine: Engine },
  ) {}

  createIndex = async (): Promise<void> => undefined;
  createIndexes = async (): Promise<void> => undefined;

  find(filter: Doc = {}, options: Options = {}): FakeCursor {
    return new FakeCursor(
      ({ projection, sort, limit, session }) =>
        this.#call(session, (view) => {
          const found = sorted(this.deps.engine.find(this.name, filter, view), sort);
          return (limit ? found.slice(0, limit) : found).map((doc) => projected(doc, projection));
        }),
      options,
    );
  }

  async findOne(filter: Doc = {}, options: Options = {}): Promise<Doc | null> {
    const [doc] = await this.find(filter, { ...options, limit: 1 }).toArray();
    return doc ?? null;
  }

  findOneAndUpdate(filter: Doc, update: Update, options: Options = {}): Promise<Doc | null> {
    return this.#call(options.session, (view) => {
      const done = this.#update(filter, update, options, view);
      const doc = options.returnDocument === 'after' ? done.after : done.before;
      return doc && projected(doc, options.projection);
    });
  }

  async insertOne(doc: Doc, options: Options = {}): Promise<void> {
    await this.insertMany([doc], options);
  }

  insertMany(docs: readonly Doc[], { session }: Options = {}): Promise<void> {
    return this.#call(session, (view) => this.deps.engine.insert(this.name, docs, view));
  }

  updateOne(filter: Doc, update: Update, options: Options = {}) {
    return this.#call(options.session, (view) => counts(this.#update(filter, update, options, view)));
  }

  replaceOne(filter: Doc, replacement: Doc, options: Options = {}) {
    return this.updateOne(filter, replacement, options);
  }

  updateMany(filter: Doc, update: Update, { session }: Options = {}) {
    return this.#call(session, (view) =>
      counts(this.deps.engine.update(this.name, filter, copyOf(update), { many: true, view })),
    );
  }

  bulkWrite(writes: readonly BulkWrite[], { session }: Options = {}) {
    return this.#call(session, (view) => {
      const upsertedIds: Record<number, unknown> = {};
      for (const [index, write] of writes.entries()) {
        const done = this.#write(write, view);
        if (done?.upsertedId !== undefined) upsertedIds[index] = done.upsertedId;
      }
      return { upsertedIds };
    });
  }

  deleteOne(filter: Doc, { session }: Options = {}) {
    return this.deleteMany(filter, session ? { session } : {});
  }

  deleteMany(filter: Doc, { session }: Options = {}) {
    return this.#call(session, (view) => ({ deletedCount: this.deps.engine.remove(this.name, filter, view) }));
  }

  countDocuments(filter: Doc = {}, { session }: Options = {}): Promise<number> {
    return this.#call(session, (view) => this.deps.engine.find(this.name, filter, view).length);
  }

  /** Only `$match` and then a `$group` by one field that counts. */
  aggregate([match, group]: [{ $match: Doc }, { $group: { _id: string } }], { session }: Options = {}): FakeCursor {
    const field = group.$group._id.slice(1);
    return new FakeCursor(
      () =>
        this.#call(session, (view) => {
          const sums = new Map<unknown, number>();
          for (const doc of this.deps.engine.find(this.name, match.$match, view))
            sums.set(at(doc, field), (sums.get(at(doc, field)) ?? 0) + 1);
          return [...sums].map(([_id, n]) => ({ _id, n }));
        }),
      {},
    );
  }

  #write({ insertOne, replaceOne, updateOne }: BulkWrite, view: View): Done | undefined {
    const { engine } = this.deps;
    if (insertOne) engine.insert(this.name, [insertOne.document], view);
    if (replaceOne) return this.#update(replaceOne.filter, replaceOne.replacement, {}, view);
    if (updateOne) return this.#update(updateOne.filter, updateOne.update, updateOne, view);
    return undefined;
  }

  #update(filter: Doc, update: Update, { upsert = false }: { upsert?: boolean }, view: View): Done {
    return this.deps.engine.update(this.name, filter, copyOf(update), { upsert, view });
  }

  /** What is stored is never changed in place, so what goes out need be no copy. */
  #call<T>(session: FakeSession | undefined, work: (view: View) => T): Promise<T> {
    return this.deps.wire.call(() => work(session?.view() ?? null), session?.label);
  }
}
