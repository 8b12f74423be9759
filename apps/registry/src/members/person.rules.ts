import { Refusal, refused } from '#contracts';
import { nameKeys } from '../units/unit-search.rules.js';
import type { Person } from './member.js';

/** What a request says of a person; what is left out is not known. */
export type PersonInput = Pick<Person, 'name' | 'sex' | 'birthDate' | 'ethnicity' | 'religion'> & Partial<Person>;

/** Số định danh cá nhân and the card number by HD 38-HD/BTCTW: 12 digits, as text; leading zeros count (DOMAIN.md 2.1). */
const TWELVE_DIGITS = /^\d{12}$/;
const OLDEST_BIRTH = '1880-01-01';

const clean = (text: string): string => text.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
const orNull = (text: string | null | undefined): string | null => (text ? clean(text) || null : null);

function identifier(field: 'personalId' | 'cardNumber', text: string | null | undefined): string | null {
  const value = orNull(text);
  if (value !== null && !TWELVE_DIGITS.test(value))
    throw new Refusal('unprocessable', 'identifier-not-12-digits', {}, [
      { path: field, code: 'identifier-not-12-digits' },
    ]);
  return value;
}

/**
 * A person as kept: NFC, no spaces around, nothing empty.
 * @throws Refusal `identifier-not-12-digits`, `date-out-of-range`; paths are fields of the person
 */
export function personOf(input: PersonInput, today: string): Person {
  const { birthDate } = input;
  if (birthDate < OLDEST_BIRTH || birthDate > today)
    throw refused('date-out-of-range', 'birthDate', { earliest: OLDEST_BIRTH, latest: today });
  return {
    name: clean(input.name),
    otherName: orNull(input.otherName),
    sex: input.sex,
    birthDate,
    ethnicity: clean(input.ethnicity),
    religion: clean(input.religion),
    personalId: identifier('personalId', input.personalId),
    cardNumber: identifier('cardNumber', input.cardNumber),
    oldCardNumber: orNull(input.oldCardNumber),
    nativePlace: orNull(input.nativePlace),
    residence: orNull(input.residence),
    occupation: orNull(input.occupation),
    phone: orNull(input.phone),
  };
}

/** What search looks for: the folded name from each of its words on, the whole first. */
export const nameKeysOf = ({ name }: Pick<Person, 'name'>): string[] => nameKeys(name);
