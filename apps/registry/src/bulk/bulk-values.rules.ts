import { readOne, readText, unreadable, type Read } from '#bulk';
import type { Column } from './bulk-columns.rules.js';

const IDENTIFIER_DIGITS = 12;
/**
 * Zeros that an identifier can have lost in a spreadsheet. A personal id begins with the number of a province, of which
 * 001 is the lowest, so nine digits are no lost zeros but an old identity card (CMND), which no zeros make a new one.
 */
const MOST_ZEROS: Readonly<Record<string, number>> = { personalId: 2, cardNumber: 3 };

/** An identifier of 12 digits, as text: what a spreadsheet made a number of is not guessed at (DOMAIN.md 2.1). */
export function readIdentifier(raw: unknown, column: Column, pad: boolean): Read | undefined {
  if (typeof raw === 'number') return unreadable('identifier-not-text');
  const text = readText(raw);
  if (!text || 'code' in text) return text;
  // Spreadsheets show text that looks like a number with an apostrophe before it.
  const value = text.value.replace(/^'/, '');
  if (/^\d{12}$/.test(value)) return { value };
  if (/^\d+([.,]\d+)?e\+?\d+$/i.test(value) || /^\d+[.,]0+$/.test(value)) return unreadable('identifier-rounded');
  if (!/^\d{9,11}$/.test(value)) return unreadable('identifier-malformed');
  const lost = IDENTIFIER_DIGITS - value.length;
  return pad && lost <= (MOST_ZEROS[column] ?? 0)
    ? { value: value.padStart(IDENTIFIER_DIGITS, '0') }
    : unreadable('identifier-lost-zeros');
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
export const readSex = (raw: unknown): Read<'female' | 'male'> | undefined => readOne(raw, SEXES);
export const readStanding = (raw: unknown): Read<'official' | 'probationary'> | undefined => readOne(raw, STANDINGS);
