import { mongo } from 'mongoose';

/** A stored document, or any object inside one. */
export type Doc = { [field: string]: unknown };

export const isPlain = (value: unknown): value is Doc =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !('_bsontype' in value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp);

/** A copy as it would come back from the wire; undefined becomes null, as the driver has it. */
export function copyOf<T>(value: T): T {
  if (value === undefined) return null as T;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item)) as T;
  if (!isPlain(value)) return value; // ids and bytes are never changed in place
  const copy: Doc = {};
  for (const field in value) copy[field] = copyOf((value as Doc)[field]);
  return copy as T;
}

const ORDER = ['missing', 'null', 'number', 'string', 'object', 'array', 'binary', 'id', 'boolean', 'date'];
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value instanceof Date) return 'date';
  if (value instanceof mongo.ObjectId) return 'id';
  if (value instanceof mongo.Binary) return 'binary';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const textOf = (value: unknown): string | number => {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  if (value instanceof mongo.ObjectId) return value.toHexString();
  if (value instanceof mongo.Binary) return value.toString('hex');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** MongoDB's order of values of all types, as far as it is used here. */
export function compare(a: unknown, b: unknown): number {
  const [kind, other] = [kindOf(a), kindOf(b)];
  if (kind !== other) return ORDER.indexOf(kind) - ORDER.indexOf(other);
  const [left, right] = [textOf(a ?? 0), textOf(b ?? 0)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export const sameKind = (a: unknown, b: unknown): boolean => kindOf(a) === kindOf(b);

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isPlain(a) && isPlain(b)) {
    const fields = Object.keys(a);
    return fields.length === Object.keys(b).length && fields.every((field) => field in b && equal(a[field], b[field]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, n) => equal(item, b[n]));
  return kindOf(a) === kindOf(b) && compare(a, b) === 0;
}

/** What lies at a dotted path; through arrays, all that lie there. */
export function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (path.length === 0) return [value];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => (isPlain(item) ? valuesAt(item, path) : []));
  const [field, ...rest] = path as [string, ...string[]];
  return isPlain(value) && field in value ? valuesAt(value[field], rest) : [];
}

/** What lies at a dotted path of plain objects; undefined when nothing does. */
export function at(doc: Doc, path: string): unknown {
  let value: unknown = doc;
  for (const field of path.split('.')) value = isPlain(value) ? value[field] : undefined;
  return value;
}

/** Sets what lies at a path. Only `doc` itself is changed: objects inside it may be those of an older version. */
export function put(doc: Doc, path: string, value: unknown): void {
  const fields = path.split('.');
  const last = fields.pop() as string;
  let inner = doc;
  for (const field of fields) inner = inner[field] = { ...(inner[field] as Doc | undefined) };
  inner[last] = value;
}

/** Takes away what lies at a path, as {@link put} sets it. */
export function drop(doc: Doc, path: string): void {
  const fields = path.split('.');
  const last = fields.pop() as string;
  let inner = doc;
  for (const field of fields) {
    if (!isPlain(inner[field])) return;
    inner = inner[field] = { ...inner[field] };
  }
  delete inner[last];
}

/** The text by which a document is found by its `_id`. */
export const keyOf = (id: unknown): string => `${kindOf(id)} ${textOf(id)}`;
