import { randomInt } from 'node:crypto';

const LETTERS = 'bcdghjklmnpqtvxz';
const letters = (count: number): string =>
  Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');
const two = (number: number): string => String(number).padStart(2, '0');

/** As search folds it: no marks, no đ. */
const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd');
const escaped = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** All ways one word could be written in a record, a line or an address. Compared without case. */
const writings = (word: string): string[] => {
  const composed = word.normalize('NFC');
  const forms = [composed, word.normalize('NFD'), folded(word)];
  return [...new Set([...forms, ...forms.map(escaped), ...forms.map(encodeURIComponent)])].map((form) =>
    form.toLowerCase(),
  );
};

/** Where a sentinel was found. */
export type Leak = { field: string; where: string };

/**
 * Values that occur nowhere else, one for each personal field and use of it: what is found anywhere tells by itself
 * which field leaked.
 */
export class Sentinels {
  private readonly planted = new Map<string, (string | RegExp)[]>();
  private readonly elsewhere: string[] = [];

  /** A text that shows days of its own, as the samples of a document: no birth date is on one of them. */
  avoid(text: string): void {
    this.elsewhere.push(text);
  }

  /** Words: one with marks and đ, one in ASCII. Either alone gives it away. */
  text(field: string): string {
    const vietnamese = `Đ${letters(5)}ẵ${letters(4)}ữ`;
    const ascii = `Q${letters(9)}`;
    this.keep(field, [...writings(vietnamese), ...writings(ascii)]);
    return `${vietnamese} ${ascii}`;
  }

  /** An identifier; also looked for as a number would show it, and not in a longer one: metrics have many digits. */
  identifier(field: string, length = 12): string {
    const value = `00${randomInt(1, 10)}${digits(length - 3)}`;
    this.keep(field, [value, new RegExp(`(?<![\\d.])${Number(value)}(?!\\d)`)]);
    return value;
  }

  /** A birth date of somebody of age, on a day that nothing else in the run has. */
  date(field: string): string {
    const [year, month, day] = [randomInt(1931, 1979), randomInt(1, 13), randomInt(2, 29)];
    const value = `${year}-${two(month)}-${two(day)}`;
    const forms = [value, `${two(day)}/${two(month)}/${year}`, `${two(month)}/${two(day)}/${year}`];
    const isPlanted = [...this.planted.values()].some((others) => others.includes(value));
    const isElsewhere = forms.some((form) => this.elsewhere.some((text) => text.includes(form)));
    if (isPlanted || isElsewhere) return this.date(field);
    this.keep(field, forms);
    return value;
  }

  get fields(): string[] {
    return [...this.planted.keys()];
  }

  /** Which sentinels a text holds, in whatever way they are written. */
  in(text: string): string[] {
    const lower = text.toLowerCase();
    return [...this.planted]
      .filter(([, forms]) => forms.some((form) => (typeof form === 'string' ? lower.includes(form) : form.test(lower))))
      .map(([field]) => field);
  }

  /** As {@link in}, with the place; a base64url text (a cursor, a receipt) is also read. */
  leaks(where: string, text: string): Leak[] {
    const decoded = /^[\w-]{8,}$/.test(text) ? Buffer.from(text, 'base64url').toString('utf8') : '';
    return this.in(`${text}\n${decoded}`).map((field) => ({ field, where }));
  }

  /** The same field once more is told apart by a number. */
  private keep(field: string, forms: (string | RegExp)[]): void {
    let name = field;
    for (let more = 2; this.planted.has(name); more++) name = `${field} #${more}`;
    this.planted.set(name, forms);
  }
}
