import { Refusal, refused } from '#contracts';
import type { ActContent } from './member.js';
import type { Place, RollBook } from './roll-book.rules.js';

type Act<K extends ActContent['kind']> = Extract<ActContent, { kind: K }>;

function placeOf(book: RollBook): Place {
  if (book.dead) throw new Refusal('conflict', 'already-died');
  if (!book.place) throw new Refusal('conflict', 'not-on-roll');
  return book.place;
}

/**
 * Giới thiệu chuyển sinh hoạt: the first of the two steps. In transit he is still counted where he was, flagged, until
 * the other branch accepts (DOMAIN.md 2.2, head-count identities).
 */
export function introduce(book: RollBook, { on, toUnitId }: Act<'transfer-introduced'>): void {
  const place = placeOf(book);
  if (book.transit) throw new Refusal('conflict', 'already-in-transit');
  if (toUnitId === place.unitId) throw refused('transfer-to-same-unit', 'toUnitId');
  if (book.unitNow(toUnitId) === place.unitId) return void (book.overtaken.transfer = true);
  book.turn(on, { ...place, inTransit: true });
  book.startTransit(toUnitId, on);
}

/** Tiếp nhận: off the one roll and on the other on the same day. What he is (exempt, suspended) goes with him. */
export function accept(book: RollBook, { on }: Act<'transfer-accepted'>): void {
  const place = placeOf(book);
  if (!book.transit && book.overtaken.transfer) return void (book.overtaken.transfer = false);
  if (!book.transit) throw new Refusal('conflict', 'not-in-transit');
  const { toUnitId } = book.transit;
  book.endTransit(on);
  // The branch he was with for a time is now his own.
  if (book.stay?.unitId === toUnitId) book.endStay(on);
  book.turn(on, { ...place, unitId: toUnitId, inTransit: false });
  book.moved('transferred-out', place.unitId, on);
  book.moved('transferred-in', toUnitId, on);
}

/** Không tiếp nhận: he stays on the roll he never left. */
export function reject(book: RollBook, { on }: Act<'transfer-rejected'>): void {
  const place = placeOf(book);
  if (!book.transit && book.overtaken.transfer) return void (book.overtaken.transfer = false);
  if (!book.transit) throw new Refusal('conflict', 'not-in-transit');
  book.endTransit(on);
  book.turn(on, { ...place, inTransit: false });
}

/** Chuyển sinh hoạt tạm thời: a memo at both branches; he stays on the home roll (DOMAIN.md 2.2). */
export function startStay(book: RollBook, { on, unitId }: Act<'temporary-started'>): void {
  const place = placeOf(book);
  if (book.stay) throw new Refusal('conflict', 'already-temporary');
  if (unitId === place.unitId) throw refused('temporary-at-home', 'unitId');
  if (book.unitNow(unitId) === place.unitId) return void (book.overtaken.stay = true);
  book.stay = { unitId: book.unitNow(unitId), since: on };
}

export function endStay(book: RollBook, { on }: Act<'temporary-ended'>): void {
  placeOf(book);
  if (!book.stay && book.overtaken.stay) return void (book.overtaken.stay = false);
  if (!book.stay) throw new Refusal('conflict', 'not-temporary');
  book.endStay(on);
}

/** Miễn công tác và sinh hoạt đảng: age, health, long absence; still a member (DOMAIN.md 2.2). */
export function exempt(book: RollBook, { on }: Act<'exempted'>): void {
  const place = placeOf(book);
  if (place.exempt) throw new Refusal('conflict', 'already-exempt');
  book.turn(on, { ...place, exempt: true });
}

export function endExemption(book: RollBook, { on }: Act<'exemption-ended'>): void {
  const place = placeOf(book);
  if (!place.exempt) throw new Refusal('conflict', 'not-exempt');
  book.turn(on, { ...place, exempt: false });
}

/** Đình chỉ sinh hoạt: still a member, still pays dues (DOMAIN.md 2.2). */
export function suspend(book: RollBook, { on }: Act<'suspended'>): void {
  const place = placeOf(book);
  if (place.suspended) throw new Refusal('conflict', 'already-suspended');
  book.turn(on, { ...place, suspended: true });
}

export function endSuspension(book: RollBook, { on }: Act<'suspension-ended'>): void {
  const place = placeOf(book);
  if (!place.suspended) throw new Refusal('conflict', 'not-suspended');
  book.turn(on, { ...place, suspended: false });
}

/** Xóa tên, xin ra, từ trần, khai trừ: off the roll from that day on, and out of every transfer and stay. */
export function leave(book: RollBook, { kind, on }: Act<'deleted' | 'left' | 'died' | 'expelled'>): void {
  const place = placeOf(book);
  book.endTransit(on);
  book.endStay(on);
  book.turn(on, null);
  book.last = { ...place, inTransit: false };
  book.moved(kind, place.unitId, on);
  if (kind === 'died') book.dead = true;
}
