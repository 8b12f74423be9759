import { dateAfter } from '#calendar';
import type { Movement, RollStretch } from '#contracts';
import type { MemberMarks, MemberRecord, Transit } from './member.js';
import { transferLastDay } from './terms.rules.js';

/** What a member is on a roll, until the next act. */
export type Place = Omit<RollStretch, 'from' | 'to'>;
type Stay = { unitId: string; since: string };

const same = (a: Place, b: Place): boolean =>
  a.unitId === b.unitId &&
  a.standing === b.standing &&
  a.exempt === b.exempt &&
  a.suspended === b.suspended &&
  a.inTransit === b.inTransit;

/** The roll of one member as it is written, act by act in order of date. Knows no rule. */
export class RollBook {
  /** On which roll, as what; null: on none. */
  place: Place | null = null;
  /** The last roll he was on. */
  last: Place | null = null;
  transit: Transit | null = null;
  /** Temporarily with another branch. */
  stay: Stay | null = null;
  dead = false;
  decisionDate: string | null = null;
  ceremonyDate: string | null = null;
  marks: MemberMarks = { ceremonyLate: false, recognitionEarly: false, recognitionLate: false, overAge: false };
  #since = '';
  readonly #record: MemberRecord = { stretches: [], temporary: [], transferOverdue: [], movements: [] };

  moved(kind: Movement, unitId: string, date: string): void {
    this.#record.movements.push({ kind, unitId, date });
  }

  /** From this day on he is that, or on no roll. A stretch without days is none. */
  turn(date: string, place: Place | null): void {
    this.#write(date);
    this.place = place;
    if (place) this.last = place;
    this.#since = date;
  }

  startTransit(toUnitId: string, since: string): void {
    this.transit = { toUnitId, since, lastDay: transferLastDay(since) };
  }

  /** The days past the term are known as soon as it begins, so nothing counts because time passed. */
  endTransit(date: string | null): void {
    const { transit, place } = this;
    if (!transit || !place) return;
    const from = dateAfter(transit.lastDay, 1);
    if (date === null || from < date) this.#record.transferOverdue.push({ unitId: place.unitId, from, to: date });
    if (date !== null) this.transit = null;
  }

  endStay(date: string | null): void {
    if (!this.stay) return;
    const { unitId, since: from } = this.stay;
    if (date === null || from < date) this.#record.temporary.push({ unitId, from, to: date });
    if (date !== null) this.stay = null;
  }

  /** Closes the book: what is still so stays open. */
  close(): MemberRecord {
    this.endTransit(null);
    this.endStay(null);
    this.#write(null);
    return this.#record;
  }

  #write(to: string | null): void {
    const { place } = this;
    if (!place || to === this.#since) return;
    const { stretches } = this.#record;
    const before = stretches.at(-1);
    const stretch = { ...place, from: this.#since, to };
    // An act that changed nothing in the end, such as one undone on its day, leaves no seam.
    if (before && before.to === stretch.from && same(before, place)) before.to = to;
    else stretches.push(orderly(stretch));
  }
}

/** Fields always in one order: equal records are equal texts. */
const orderly = ({ unitId, from, to, standing, exempt, suspended, inTransit }: RollStretch): RollStretch => ({
  unitId,
  from,
  to,
  standing,
  exempt,
  suspended,
  inTransit,
});
