import { pipelined } from './expressions.js';
import { at, compare, drop, isPlain, put, type Doc } from './values.js';

export type Update = Doc | readonly Doc[];

type Change = (doc: Doc, path: string, operand: unknown, inserting: boolean) => void;
const CHANGES: Record<string, Change> = {
  $set: put,
  $setOnInsert: (doc, path, operand, inserting) => inserting && put(doc, path, operand),
  $unset: (doc, path) => drop(doc, path),
  $inc: (doc, path, operand) => put(doc, path, ((at(doc, path) ?? 0) as number) + (operand as number)),
  $max: (doc, path, operand) => {
    const found = at(doc, path);
    if (found === undefined || compare(found, operand) < 0) put(doc, path, operand);
  },
};

/** The document after an update, or after a replacement. */
export function updated(doc: Doc, update: Update, now: Date, inserting = false): Doc {
  if (Array.isArray(update)) return pipelined(doc, update as Doc[], now);
  const entries = Object.entries(update as Doc);
  if (!entries.some(([name]) => name.startsWith('$'))) return { _id: doc['_id'], ...(update as Doc) };
  const result = { ...doc };
  for (const [name, fields] of entries) {
    const change = CHANGES[name];
    if (!change) throw new Error(`the fake store knows no ${name}`);
    for (const [path, operand] of Object.entries(fields as Doc)) change(result, path, operand, inserting);
  }
  return result;
}

/** What an upsert makes when nothing matches: the equalities of its filter, then the update. */
export function upserted(filter: Doc, update: Update, now: Date): Doc {
  const start = Object.fromEntries(
    Object.entries(filter).filter(([path, value]) => !path.startsWith('$') && !isOperator(value)),
  );
  return updated(start, update, now, true);
}

const isOperator = (value: unknown): boolean => isPlain(value) && Object.keys(value)[0]?.startsWith('$') === true;

/** The value less what lies at a path, in each element where it leads through a list. */
function without(value: unknown, [name = '', ...deeper]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, [name, ...deeper]));
  if (value === null || typeof value !== 'object' || !(name in value)) return value;
  const { [name]: inside, ...rest } = value as Doc;
  return deeper.length === 0 ? rest : { ...rest, [name]: without(inside, deeper) };
}

/** Only the wanted fields, `_id` always. */
export function projected(doc: Doc, projection: Doc | undefined): Doc {
  const wanted = Object.keys(projection ?? {}).filter((path) => path !== '_id');
  if (!projection) return doc;
  if (wanted.length > 0 && wanted.every((path) => projection[path] === 0))
    return wanted.reduce((rest: Doc, path) => without(rest, path.split('.')) as Doc, doc);
  const result: Doc = { _id: doc['_id'] };
  for (const path of wanted) {
    const value = at(doc, path);
    if (value !== undefined) put(result, path, value);
  }
  return result;
}
