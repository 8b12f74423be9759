import type { EventData, EventType } from '#contracts';
import type { mongo } from 'mongoose';

/** Where and when a source lists a fact; null: of no one unit or month. */
export type Home = { unitId: string | null; month: string | null };

/** A fact as its source holds it. */
export type HeldFact = Home & {
  id: string;
  version: number;
  /** Its event made again; null: what it said is not kept. */
  event: () => object | null;
};

/** Facts after one, up to another, perhaps of some units and months only; by the ids of documents, without the kind's prefix. */
export type FactQuery = {
  after: string | null;
  through: string | null;
  ids?: readonly string[] | undefined;
  scope?: { units?: readonly string[] | undefined; from?: string | undefined; to?: string | undefined } | undefined;
  limit: number;
};

/** Facts of one event type, as a source can be asked for them. */
export interface FactKind {
  readonly type: EventType;
  /** Before the id of a document in the id of its fact. */
  readonly prefix: string;
  /** In the order of their ids. */
  read(db: mongo.Db, query: FactQuery): AsyncIterable<HeldFact>;
  /** The sum of all versions: how many were ever accepted. */
  versions(db: mongo.Db, session: mongo.ClientSession): Promise<number>;
}

type Stored = { _id: string; version: number };

/** Within the transaction that answers. */
const MAX_TIME = { maxTimeMS: 5_000 };

/** How a service keeps the facts of one event type. */
export type KindOf<T extends EventType, D extends Stored> = {
  type: T;
  prefix: string;
  collection: string;
  /** The function that made the event when the fact was recorded; null: not all that it needs is kept. */
  toEvent: (document: D) => EventData<T> | null;
  home: (document: D) => Home;
  /** Paths that a scope is looked up by. Without a date, a fact is of every month. */
  unit: string;
  date?: string;
  projection?: Record<string, 0 | 1>;
};

export function factKind<T extends EventType, D extends Stored>(kind: KindOf<T, D>): FactKind {
  return {
    type: kind.type,
    prefix: kind.prefix,
    async *read(db, query) {
      const documents = db.collection(kind.collection).find<D>(filterOf(kind, query), {
        sort: { _id: 1 },
        limit: query.limit,
        batchSize: 2_000,
        readConcern: { level: 'majority' },
        ...(kind.projection && { projection: kind.projection }),
      });
      for await (const document of documents)
        yield {
          id: kind.prefix + document._id,
          version: document.version,
          event: () => kind.toEvent(document),
          ...kind.home(document),
        };
    },
    async versions(db, session) {
      const sum = [{ $group: { _id: null, n: { $sum: '$version' } } }];
      const [all] = await db
        .collection(kind.collection)
        .aggregate<{ n: number }>(sum, { session, ...MAX_TIME })
        .toArray();
      return all?.n ?? 0;
    },
  };
}

function filterOf(
  { unit, date }: Pick<KindOf<EventType, Stored>, 'unit' | 'date'>,
  query: FactQuery,
): mongo.Filter<mongo.Document> {
  const { after, through, ids, scope } = query;
  const run = { ...(after !== null && { $gt: after }), ...(through !== null && { $lte: through }) };
  const months = { ...(scope?.from && { $gte: scope.from }), ...(scope?.to && { $lt: scope.to }) };
  return {
    $and: [
      ...(Object.keys(run).length > 0 ? [{ _id: run }] : []),
      ...(ids ? [{ _id: { $in: [...ids] } }] : []),
      ...(scope?.units ? [{ [unit]: { $in: [...scope.units] } }] : []),
      ...(date && Object.keys(months).length > 0 ? [{ [date]: months }] : []),
      {},
    ],
  } as mongo.Filter<mongo.Document>;
}
