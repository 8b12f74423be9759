import { dateAfter } from '#calendar';
import type { Movement, RollStretch } from '#contracts';
import type { ActContent, MemberMarks, MemberRecord, Transit } from './member.js';
import { transferLastDay } from './terms.rules.js';

/** What a member is on a roll, until the next act. */
export type Place = Omit<RollStretch, 'from' | 'to'>;
type Stay = { unitId: string; since: string };
type WithUnit = Omit<Extract<ActContent, { kind: 'moved-with-unit' }>, 'decisionNumber' | 'reason'>;

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
  /** What an act of reorganisation ended before its time: the member's own next act on it finds it done. */
  readonly overtaken = { transfer: false, stay: false };
  #since = '';
  /** Days past the term of the transfer that are told already, at the roll he was on before an act. */
  #overdueSince = '';
  /** Rolls that went to others by acts. */
  readonly #gone = new Map<string, string>();
  readonly #record: MemberRecord = { stretches: [], temporary: [], transferOverdue: [], movements: [] };

  moved(kind: Movement, unitId: string, date: string): void {
    this.#record.movements.push({ kind, unitId: this.unitNow(unitId), date });
  }

  /** Where the roll of a unit is kept by now. */
  unitNow(unitId: string): string {
    let now = unitId;
    for (let next = this.#gone.get(now); next !== undefined; next = this.#gone.get(now)) now = next;
    return now;
  }

  /**
   * A unit's roll goes to another one, and whoever is on it, comes to it or stays there for a time goes along: no
   * movement. What later acts say of the old unit holds of the new one.
   */
  goWithUnit({ on, fromUnitId, toUnitId, byAct: actId }: Omit<WithUnit, 'kind'>): void {
    const { place, transit, stay } = this;
    this.#gone.delete(toUnitId);
    this.#gone.set(fromUnitId, toUnitId);
    if (place?.unitId === fromUnitId) {
      this.#tellOverdue(on);
      this.turn(on, { ...place, unitId: toUnitId });
      (this.#record.withUnits ??= []).push({ fromUnitId, toUnitId, date: on, actId });
    }
    if (transit?.toUnitId === fromUnitId) this.transit = { ...transit, toUnitId };
    if (stay?.unitId === fromUnitId) {
      this.endStay(on);
      this.stay = { unitId: toUnitId, since: on };
    }
    this.#overtake(on);
  }

  /** Nobody is introduced to, or a guest at, his own branch. */
  #overtake(on: string): void {
    const { place } = this;
    if (place && this.transit?.toUnitId === place.unitId) {
      this.endTransit(on);
      this.turn(on, { ...place, inTransit: false });
      this.overtaken.transfer = true;
    }
    if (place && this.stay?.unitId === place.unitId) {
      this.endStay(on);
      this.overtaken.stay = true;
    }
  }

  /** From this day on he is that, or on no roll. A stretch without days is none. */
  turn(date: string, turned: Place | null): void {
    const place = turned && { ...turned, unitId: this.unitNow(turned.unitId) };
    this.#write(date);
    this.place = place;
    if (place) this.last = place;
    this.#since = date;
  }

  startTransit(toUnitId: string, since: string): void {
    this.transit = { toUnitId: this.unitNow(toUnitId), since, lastDay: transferLastDay(since) };
    this.#overdueSince = '';
  }

  /** The days past the term are known as soon as it begins, so nothing counts because time passed. */
  endTransit(date: string | null): void {
    if (!this.transit || !this.place) return;
    this.#tellOverdue(date);
    if (date !== null) this.transit = null;
  }

  #tellOverdue(date: string | null): void {
    const { transit, place } = this;
    if (!transit || !place) return;
    const term = dateAfter(transit.lastDay, 1);
    const from = term > this.#overdueSince ? term : this.#overdueSince;
    if (date !== null && from >= date) return;
    this.#record.transferOverdue.push({ unitId: place.unitId, from, to: date });
    this.#overdueSince = date ?? '';
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
