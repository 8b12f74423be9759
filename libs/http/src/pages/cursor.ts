import { Refusal } from '#contracts';
import { mongo } from 'mongoose';

/** Most rows of a page. */
export const MAX_PAGE = 500;
/** Rows of a page when the client does not say. */
export const STANDARD_PAGE = 50;

/** One page of a list in key order. `next` null: this was the last one. */
export type Page<T> = { items: T[]; next: string | null };

/** Opaque text of the last row's key. */
export const encodeCursor = (key: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/**
 * The key in a cursor, of the given length; undefined without a cursor.
 *
 * @throws Refusal 400 `invalid-cursor` when it is not one of ours
 */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | undefined {
  if (cursor === undefined) return undefined;
  const key = parse(cursor);
  if (key?.length !== length) throw invalidCursor();
  return key;
}

/**
 * The row's own id in a cursor of a list that is in order of it; undefined without a cursor.
 *
 * @throws Refusal 400 `invalid-cursor` when it is not one of ours
 */
export function decodeIdCursor(cursor: string | undefined): mongo.ObjectId | undefined {
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (id === undefined) return undefined;
  if (typeof id !== 'string' || !/^[0-9a-f]{24}$/.test(id)) throw invalidCursor();
  return new mongo.ObjectId(id);
}

/**
 * The number in a cursor of a list that is in order of it, as of versions; 0 without a cursor.
 *
 * @throws Refusal 400 `invalid-cursor` when it is not one of ours
 */
export function decodeNumberCursor(cursor: string | undefined): number {
  const [after] = decodeCursor(cursor, 1) ?? [0];
  if (!Number.isSafeInteger(after)) throw invalidCursor();
  return Number(after);
}

const LATEST_MS = 8.64e15;

/**
 * The instant and id of the last row in a cursor of a list that is in order of both; undefined without a cursor.
 *
 * @throws Refusal 400 `invalid-cursor` when it is not one of ours
 */
export function decodeInstantCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  const key = decodeCursor(cursor, 2);
  if (!key) return undefined;
  const [at, id] = key;
  if (typeof at !== 'number' || !(Math.abs(at) <= LATEST_MS) || typeof id !== 'string') throw invalidCursor();
  return { at: new Date(at), id };
}

/** What a cursor is answered that is not one of ours. */
export const invalidCursor = (): Refusal =>
  new Refusal('malformed', 'invalid-cursor', {}, [{ path: 'cursor', code: 'invalid-cursor' }]);

function parse(cursor: string): (string | number | null)[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const scalar = (part: unknown): boolean => part === null || typeof part === 'string' || typeof part === 'number';
    return Array.isArray(key) && key.every(scalar) ? (key as (string | number | null)[]) : undefined;
  } catch {
    // Not JSON, so not ours: the caller refuses it.
    return undefined;
  }
}

/** Cuts a page from `limit + 1` rows in key order. */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => (string | number | null)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
