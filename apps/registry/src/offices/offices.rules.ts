import { dateOf, dayOf, type Day } from '#calendar';
import { Refusal, refused } from '#contracts';

/**
 * Posts in a committee or its inspection committee (chức vụ trong đảng). `single`: one holder a day at a unit. One
 * person may hold several, at one unit or many (DOMAIN.md 9.1: a secretary who also heads another body).
 */
export const OFFICE_KINDS = {
  secretary: { single: true },
  'deputy-secretary': { single: false },
  'standing-member': { single: false },
  'committee-member': { single: false },
  'inspection-chair': { single: true },
  'inspection-deputy-chair': { single: false },
  'inspection-member': { single: false },
} as const;
export type OfficeKind = keyof typeof OFFICE_KINDS;
export const OFFICES = Object.keys(OFFICE_KINDS) as OfficeKind[];

/** A post held by a member at a unit on the days [from, to). */
export type Office = {
  id: string;
  version: number;
  memberId: string;
  unitId: string;
  office: OfficeKind;
  from: string;
  to: string | null;
  voided: boolean;
};

/** The Party's first day. */
const EARLIEST = '1930-02-03';
const YEARS_AHEAD = 20;

/** @param others offices of the same kind at the same unit */
export function takeOffice(office: Omit<Office, 'version' | 'voided'>, others: readonly Office[], today: Day): Office {
  return checked({ ...office, version: 1, voided: false }, others, today);
}

/** Replaces what was entered wrongly; another member or unit is another office. */
export function correctOffice(
  office: Office,
  change: Partial<Pick<Office, 'from' | 'to'>>,
  others: readonly Office[],
  today: Day,
): Office {
  if (office.voided) throw new Refusal('conflict', 'office-voided');
  const next = { ...office, ...change };
  if (next.from === office.from && next.to === office.to) throw new Refusal('unprocessable', 'no-change');
  return checked({ ...next, version: office.version + 1 }, others, today);
}

/** For one entered by mistake: it was never held. */
export function voidOffice(office: Office): Office {
  if (office.voided) throw new Refusal('conflict', 'office-voided');
  return { ...office, version: office.version + 1, voided: true };
}

function checked(office: Office, others: readonly Office[], today: Day): Office {
  if (office.to !== null && office.to <= office.from) throw refused('empty-period', 'to');
  const latest = `${Number(dateOf(today).slice(0, 4)) + YEARS_AHEAD}-12-31`;
  for (const date of [office.from, office.to])
    if (date !== null && (dayOf(date) < dayOf(EARLIEST) || dayOf(date) > dayOf(latest)))
      throw new Refusal('unprocessable', 'date-out-of-range', { earliest: EARLIEST, latest });
  const overlapping = others.filter((other) => other.id !== office.id && !other.voided && overlap(other, office));
  if (overlapping.some(({ memberId }) => memberId === office.memberId)) throw new Refusal('conflict', 'office-held');
  if (OFFICE_KINDS[office.office].single && overlapping.length > 0) throw new Refusal('conflict', 'office-taken');
  return office;
}

const overlap = (one: Office, other: Office): boolean =>
  (other.to === null || one.from < other.to) && (one.to === null || other.from < one.to);

export const heldOn = ({ from, to, voided }: Office, date: string): boolean =>
  !voided && from <= date && (to === null || date < to);
