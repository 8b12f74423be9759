import { z } from 'zod';

/** A local date of Asia/Ho_Chi_Minh, `2026-07-01`. */
export const localDate = z.iso.date();
/** An RFC 3339 instant with offset, `2026-07-01T19:30:00+07:00`. */
export const instant = z.iso.datetime({ offset: true });
export const uuid = z.guid();
/** Versions of a fact count 1, 2, 3 … in its source. */
export const version = z.int().min(1);
