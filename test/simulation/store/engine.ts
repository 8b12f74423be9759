import { mongo } from 'mongoose';
import { matches } from './filters.js';
import { updated, upserted, type Update } from './updates.js';
import { copyOf, equal, keyOf, type Doc } from './values.js';

type Row = { versions: { at: number; doc: Doc | null }[]; lock: Txn | null };
/** A transaction as the server has it. */
export type Txn = {
  snapshot: number;
  since: number;
  state: 'active' | 'committed' | 'aborted';
  writes: Map<Row, Doc | null>;
};
/** What a read or a write is done in: a transaction, an old instant, or (null) what is committed last. */
export type View = Txn | { snapshot: number } | null;
export type Done = { matched: number; modified: number; upsertedId?: unknown; before: Doc | null; after: Doc | null };

/** A write that meets the write of an open transaction and has none of its own waits for its end. */
export class Blocked extends Error {}

const isTxn = (view: View): view is Txn => view !== null && 'writes' in view;

export function serverError(code: number, message: string, labels: string[] = []): mongo.MongoServerError {
  return new mongo.MongoServerError({ message, code, errorLabels: labels, ok: 0 });
}
const TRANSIENT = ['TransientTransactionError'];
/** Milliseconds after which the server ends a transaction by itself. */
const LIFETIME_MS = 10_000;

/**
 * What a replica set does with documents, as far as the protocol of DESIGN.md 4 relies on it: snapshots, the first
 * writer wins, a write that changes nothing conflicts with nothing, a commit is one instant. Everything is synchronous;
 * when it happens, and what fails on the way, is decided by who calls.
 */
export class Engine {
  #clock = 1;
  readonly #tables = new Map<string, Map<string, Row>>();
  readonly #open = new Set<Txn>();

  constructor(private readonly now: () => number) {}

  begin(): Txn {
    const txn: Txn = { snapshot: this.#clock, since: this.now(), state: 'active', writes: new Map() };
    this.#open.add(txn);
    return txn;
  }

  instant(): { snapshot: number } {
    return { snapshot: this.#clock };
  }

  /** @throws NoSuchTransaction when the server ended it meanwhile */
  alive(txn: Txn): void {
    this.#expire();
    if (txn.state !== 'active') throw serverError(251, 'NoSuchTransaction', TRANSIENT);
  }

  commit(txn: Txn): void {
    if (txn.state === 'committed') return;
    this.alive(txn);
    this.#clock += 1;
    for (const [row, doc] of txn.writes) row.versions.push({ at: this.#clock, doc });
    this.#end(txn, 'committed');
  }

  abort(txn: Txn): void {
    if (txn.state === 'active') this.#end(txn, 'aborted');
  }

  find(table: string, filter: Doc, view: View): Doc[] {
    const now = new Date(this.now());
    const found: Doc[] = [];
    for (const row of this.#candidates(table, filter)) {
      const doc = this.#read(row, view);
      if (doc && matches(doc, filter, now)) found.push(doc);
    }
    return found;
  }

  insert(table: string, docs: readonly Doc[], view: View): void {
    for (const doc of docs) this.#insert(table, copyOf(doc), view);
  }

  update(
    table: string,
    filter: Doc,
    update: Update,
    { upsert = false, many = false, view = null as View, sort = null as Doc | null } = {},
  ): Done {
    const now = new Date(this.now());
    const done: Done = { matched: 0, modified: 0, before: null, after: null };
    const rows = this.#candidates(table, filter).filter((row) => {
      const doc = this.#read(row, view);
      return doc !== null && matches(doc, filter, now);
    });
    if (sort) throw new Error('the fake store sorts no updates');
    if (!isTxn(view)) this.#expectFree(many ? rows : rows.slice(0, 1));
    for (const row of many ? rows : rows.slice(0, 1)) {
      done.before = this.#read(row, view);
      done.after = updated(done.before as Doc, update, now);
      done.matched += 1;
      if (equal(done.before, done.after)) continue;
      done.modified += 1;
      this.#write(row, done.after, view);
    }
    if (done.matched === 0 && upsert) {
      done.after = upserted(filter, update, now);
      this.#insert(table, done.after, view);
      done.upsertedId = done.after['_id'];
    }
    return done;
  }

  remove(table: string, filter: Doc, view: View): number {
    const now = new Date(this.now());
    const rows = this.#candidates(table, filter).filter((row) => {
      const doc = this.#read(row, view);
      return doc !== null && matches(doc, filter, now);
    });
    if (!isTxn(view)) this.#expectFree(rows);
    for (const row of rows) this.#write(row, null, view);
    return rows.length;
  }

  #table(name: string): Map<string, Row> {
    let table = this.#tables.get(name);
    if (!table) this.#tables.set(name, (table = new Map<string, Row>()));
    return table;
  }

  /** By `_id` where the filter says it, all otherwise. */
  #candidates(name: string, { _id }: Doc): Row[] {
    const table = this.#table(name);
    const ids = (_id as { $in?: unknown[] } | undefined)?.$in ?? (isId(_id) ? [_id] : null);
    if (!ids) return [...table.values()];
    return [...new Set(ids.map(keyOf))].flatMap((key) => table.get(key) ?? []);
  }

  #read(row: Row, view: View): Doc | null {
    if (isTxn(view)) {
      const own = view.writes.get(row);
      if (own !== undefined) return own;
    }
    const { versions } = row;
    for (let last = versions.length - 1; last >= 0; last -= 1) {
      const version = versions[last]!;
      if (view === null || version.at <= view.snapshot) return version.doc;
    }
    return null;
  }

  #insert(name: string, doc: Doc, view: View): void {
    const table = this.#table(name);
    const key = keyOf(doc['_id']);
    let row = table.get(key);
    if (!row) table.set(key, (row = { versions: [], lock: null }));
    if (!isTxn(view)) this.#expectFree([row]);
    if (this.#read(row, view)) throw this.#failed(view, serverError(11_000, `E11000 duplicate key ${name} ${key}`));
    this.#write(row, doc, view);
  }

  #write(row: Row, doc: Doc | null, view: View): void {
    this.#expire();
    if (!isTxn(view)) {
      this.#clock += 1;
      row.versions.push({ at: this.#clock, doc });
      return;
    }
    const last = row.versions.at(-1);
    if ((row.lock && row.lock !== view) || (last && last.at > view.snapshot))
      throw this.#failed(view, serverError(112, 'WriteConflict', TRANSIENT));
    row.lock = view;
    view.writes.set(row, doc);
  }

  #expectFree(rows: readonly Row[]): void {
    this.#expire();
    if (rows.some(({ lock }) => lock)) throw new Blocked();
  }

  /** An error inside a transaction ends it. */
  #failed(view: View, error: Error): Error {
    if (isTxn(view)) this.abort(view);
    return error;
  }

  #end(txn: Txn, state: 'committed' | 'aborted'): void {
    txn.state = state;
    for (const row of txn.writes.keys()) row.lock = null;
    this.#open.delete(txn);
  }

  #expire(): void {
    for (const txn of this.#open) if (this.now() - txn.since > LIFETIME_MS) this.#end(txn, 'aborted');
  }
}

const isId = (id: unknown): boolean =>
  id !== undefined && !(id instanceof RegExp) && !(typeof id === 'object' && id !== null && hasOperator(id));
const hasOperator = (value: object): boolean => Object.keys(value)[0]?.startsWith('$') === true;
