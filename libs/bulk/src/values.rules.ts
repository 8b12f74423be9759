import { dayOf } from '#calendar';

/** How dates are written in a file. ISO is read in each; the others must be declared, since 05/06 may be either. */
export const DATE_ORDERS = ['iso', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** A value as read, or the code of what is wrong with it. Never both, and never the value in the code. */
export type Read<T = string> = { value: T } | { code: string };
export const unreadable = (code: string): { code: string } => ({ code });

const MOST_TEXT = 200;

/** Text in NFC with single spaces; undefined when there is none. */
export function readText(raw: unknown): Read | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw !== 'string') return unreadable('is-string');
  const value = raw.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  if (value === '') return undefined;
  // What a decoder puts for bytes that are no UTF-8: the file was saved in another encoding.
  if (value.includes('\u{fffd}')) return unreadable('not-utf-8');
  if (/\p{C}/u.test(value)) return unreadable('matches');
  return value.length > MOST_TEXT ? unreadable('max-length') : { value };
}

const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;
const SHORT_YEAR = /^\d{1,2}([/.-])\d{1,2}\1\d{2}$/;

/** A local date, `1990-05-19`, whatever order was declared. */
export function readDate(raw: unknown, order: DateOrder): Read | undefined {
  const text = readText(raw);
  if (!text || 'code' in text) return text;
  const iso = YEAR_FIRST.exec(text.value);
  if (iso) return existing(iso[1], iso[2], iso[3]);
  if (SHORT_YEAR.test(text.value)) return unreadable('two-digit-year');
  const [, first, , second, year] = YEAR_LAST.exec(text.value) ?? [];
  if (!year) return unreadable('is-local-date');
  if (order === 'iso') return unreadable('date-order-undeclared');
  return order === 'dmy' ? existing(year, second, first) : existing(year, first, second);
}

function existing(year = '', month = '', day = ''): Read {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    dayOf(value);
    return { value };
  } catch {
    // dayOf throws on an impossible date: that is the answer.
    return unreadable('is-local-date');
  }
}

/** One of a few texts, as people write them, in lower case. */
export function readOne<T>(raw: unknown, of: Readonly<Record<string, T>>): Read<T> | undefined {
  const text = readText(typeof raw === 'boolean' ? String(raw) : raw);
  if (!text || 'code' in text) return text;
  const value = Object.hasOwn(of, text.value.toLowerCase()) ? of[text.value.toLowerCase()] : undefined;
  return value === undefined ? unreadable('is-in') : { value };
}

const ANSWERS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  có: true,
  x: true,
  '1': true,
  false: false,
  no: false,
  không: false,
  '0': false,
};
export const readAnswer = (raw: unknown): Read<boolean> | undefined => readOne(raw, ANSWERS);

/** A whole number from 0 on, as text or as a number of JSON; nothing is rounded, and no sign parts its digits. */
export function readWhole(raw: unknown, most: number): Read<number> | undefined {
  const text = readText(typeof raw === 'number' ? String(raw) : raw);
  if (!text || 'code' in text) return text;
  if (/^-\d+$/.test(text.value) && Number(text.value) < 0) return unreadable('min');
  if (!/^\d+$/.test(text.value)) return unreadable('is-int');
  const value = Number(text.value);
  return value > most ? unreadable('max') : { value };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** In lower case. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** A UUID in lower case. */
export function readId(raw: unknown): Read | undefined {
  const text = readText(raw);
  if (!text || 'code' in text) return text;
  const value = text.value.toLowerCase();
  return isUuid(value) ? { value } : unreadable('is-uuid');
}
