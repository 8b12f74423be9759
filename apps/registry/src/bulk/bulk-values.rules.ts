import { dayOf } from '#calendar';
import type { Column } from './bulk-columns.rules.js';

/** How dates are written in a file. ISO is read in each; the others must be declared, since 05/06 may be either. */
export const DATE_ORDERS = ['iso', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** A value as read, or the code of what is wrong with it. Never both, and never the value in the code. */
export type Read<T = string> = { value: T } | { code: string };
const refused = (code: string): { code: string } => ({ code });

const MOST_TEXT = 200;
const IDENTIFIER_DIGITS = 12;
/**
 * Zeros that an identifier can have lost in a spreadsheet. A personal id begins with the number of a province, of which
 * 001 is the lowest, so nine digits are no lost zeros but an old identity card (CMND), which no zeros make a new one.
 */
const MOST_ZEROS: Readonly<Record<string, number>> = { personalId: 2, cardNumber: 3 };

/** Text in NFC with single spaces; undefined when there is none. */
export function readText(raw: unknown): Read | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw !== 'string') return refused('is-string');
  const value = raw.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  if (value === '') return undefined;
  // What a decoder puts for bytes that are no UTF-8: the file was saved in another encoding.
  if (value.includes('\u{fffd}')) return refused('not-utf-8');
  if (/\p{C}/u.test(value)) return refused('matches');
  return value.length > MOST_TEXT ? refused('max-length') : { value };
}

/** An identifier of 12 digits, as text: what a spreadsheet made a number of is not guessed at (DOMAIN.md 2.1). */
export function readIdentifier(raw: unknown, column: Column, pad: boolean): Read | undefined {
  if (typeof raw === 'number') return refused('identifier-not-text');
  const text = readText(raw);
  if (!text || 'code' in text) return text;
  // Spreadsheets show text that looks like a number with an apostrophe before it.
  const value = text.value.replace(/^'/, '');
  if (/^\d{12}$/.test(value)) return { value };
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(value) || /^\d+[.,]0+$/.test(value)) return refused('identifier-rounded');
  if (!/^\d{9,11}$/.test(value)) return refused('identifier-malformed');
  const lost = IDENTIFIER_DIGITS - value.length;
  return pad && lost <= (MOST_ZEROS[column] ?? 0)
    ? { value: value.padStart(IDENTIFIER_DIGITS, '0') }
    : refused('identifier-lost-zeros');
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
  if (SHORT_YEAR.test(text.value)) return refused('two-digit-year');
  const [, first, , second, year] = YEAR_LAST.exec(text.value) ?? [];
  if (!year) return refused('is-local-date');
  if (order === 'iso') return refused('date-order-undeclared');
  return order === 'dmy' ? existing(year, second, first) : existing(year, first, second);
}

function existing(year = '', month = '', day = ''): Read {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    dayOf(value);
    return { value };
  } catch {
    // dayOf throws on an impossible date: that is the answer.
    return refused('is-local-date');
  }
}

const SEXES: Readonly<Record<string, 'female' | 'male'>> = {
  nữ: 'female',
  female: 'female',
  nam: 'male',
  male: 'male',
};
const STANDINGS: Readonly<Record<string, 'official' | 'probationary'>> = {
  'chính thức': 'official',
  'đảng viên chính thức': 'official',
  official: 'official',
  'dự bị': 'probationary',
  'đảng viên dự bị': 'probationary',
  probationary: 'probationary',
};
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

function readOne<T>(raw: unknown, of: Readonly<Record<string, T>>): Read<T> | undefined {
  const text = readText(typeof raw === 'boolean' ? String(raw) : raw);
  if (!text || 'code' in text) return text;
  const value = Object.hasOwn(of, text.value.toLowerCase()) ? of[text.value.toLowerCase()] : undefined;
  return value === undefined ? refused('is-in') : { value };
}

export const readSex = (raw: unknown): Read<'female' | 'male'> | undefined => readOne(raw, SEXES);
export const readStanding = (raw: unknown): Read<'official' | 'probationary'> | undefined => readOne(raw, STANDINGS);
export const readAnswer = (raw: unknown): Read<boolean> | undefined => readOne(raw, ANSWERS);
