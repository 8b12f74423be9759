import { monthsBetween } from '#calendar';
import { Refusal, refused } from '#contracts';
import type { ActContent } from './member.js';
import type { RollBook } from './roll-book.rules.js';
import { ageLimitsOn, ceremonyLastDay, probationOf } from './terms.rules.js';

type Act<K extends ActContent['kind']> = Extract<ActContent, { kind: K }>;
export type Born = { birthDate: string };

const NEW_PLACE = { exempt: false, suspended: false, inTransit: false };

/** On one roll at most, on every day (DOMAIN.md 2.2: counted once); nothing after death. */
export function requireOffRoll(book: RollBook): void {
  if (book.dead) throw new Refusal('conflict', 'already-died');
  if (book.place) throw new Refusal('conflict', 'already-on-roll');
}

/** In order: decision, ceremony, recognition (Điều lệ Đảng, Điều 5). */
function requireOrder(dates: readonly (readonly [field: string, date: string | null])[]): void {
  let latest = '';
  for (const [path, date] of dates) {
    if (date === null) continue;
    if (date < latest) throw refused('dates-out-of-order', path);
    latest = date;
  }
}

function ageInYears(birthDate: string, date: string): number {
  return monthsBetween(birthDate, date) / 12;
}

/** 18 full years, counted by month (Điều lệ Đảng, Điều 1; DOMAIN.md 2.2). Who is no adult was entered wrongly. */
function requireAdult({ birthDate }: Born, date: string, path: string): void {
  const { least } = ageLimitsOn(date);
  if (ageInYears(birthDate, date) < least) throw refused('under-age', path, { least });
}

/** Taken up as the member he already is: begins the roll kept here, so nothing can come before it. */
export function register(book: RollBook, act: Act<'registered'>, born: Born): void {
  requireOffRoll(book);
  if (book.last) throw new Refusal('conflict', 'registered-before');
  const { on, unitId, standing, decisionDate, ceremonyDate, officialDate } = act;
  if (standing === 'probationary' && officialDate !== null)
    throw refused('official-date-of-probationary', 'officialDate');
  requireOrder([
    ['decisionDate', decisionDate],
    ['ceremonyDate', ceremonyDate],
    ['officialDate', officialDate],
    ['on', on],
  ]);
  requireAdult(born, decisionDate ?? on, decisionDate === null ? 'on' : 'decisionDate');
  book.decisionDate = decisionDate;
  book.ceremonyDate = ceremonyDate;
  book.turn(on, { unitId, standing, ...NEW_PLACE });
  book.moved('registered', unitId, on);
}

/**
 * Kết nạp: on the roll and on probation from the ceremony, which does not come before the decision. A ceremony past its 30
 * working days is marked, and so is an age over 60, which a committee directly under the Centre may allow (DOMAIN.md 2.2).
 */
export function admit(book: RollBook, act: Act<'admitted'>, born: Born): void {
  requireOffRoll(book);
  const { unitId, decisionDate, ceremonyDate } = act;
  if (ceremonyDate < decisionDate) throw refused('ceremony-before-decision', 'ceremonyDate');
  requireAdult(born, decisionDate, 'decisionDate');
  book.decisionDate = decisionDate;
  book.ceremonyDate = ceremonyDate;
  book.marks = {
    ceremonyLate: ceremonyDate > ceremonyLastDay(decisionDate),
    recognitionEarly: false,
    recognitionLate: false,
    overAge: ageInYears(born.birthDate, decisionDate) > ageLimitsOn(decisionDate).most,
  };
  book.turn(ceremonyDate, { unitId, standing: 'probationary', ...NEW_PLACE });
  book.moved('admitted', unitId, ceremonyDate);
}

/** Công nhận chính thức: the only way from probation to full membership; early and late ones are marked (DOMAIN.md 2.2). */
export function recognise(book: RollBook, { on }: Act<'recognised'>): void {
  const { place, ceremonyDate } = book;
  if (!place) throw new Refusal('conflict', 'not-on-roll');
  if (place.standing === 'official') throw new Refusal('conflict', 'already-official');
  if (ceremonyDate !== null) {
    const { over, lastDay } = probationOf(ceremonyDate);
    book.marks = { ...book.marks, recognitionEarly: on < over, recognitionLate: on > lastDay };
  }
  book.turn(on, { ...place, standing: 'official' });
  book.moved('recognised', place.unitId, on);
}

/** Khôi phục đảng tịch, quyền đảng viên: on a roll again, of the standing he had; not after death (DOMAIN.md 2.2). */
export function restore(book: RollBook, act: Act<'restored'>): void {
  requireOffRoll(book);
  const { last } = book;
  if (!last) throw new Refusal('conflict', 'never-on-roll');
  const unitId = act.unitId ?? last.unitId;
  book.turn(act.on, { unitId, standing: last.standing, ...NEW_PLACE });
  book.moved('restored', unitId, act.on);
}
