import { dayOf } from '#calendar';
import type { MemberChangedV1, RollStretch } from '#contracts';
import type { Entry } from '../contribution.js';
import { MOVEMENT_KEYS, ROLL_KEYS, STANDING_KEYS } from '../member-keys.js';
import { Flows, dayOrOpen, stockOf } from './entries.js';

type Stay = MemberChangedV1['temporary'][number];

const ofStretch = ({ unitId, from, to, standing, exempt, suspended, inTransit }: RollStretch): Entry[] =>
  stockOf(unitId, dayOf(from), dayOrOpen(to), {
    [STANDING_KEYS[standing]]: 1,
    [ROLL_KEYS.exempt]: exempt ? 1 : 0,
    [ROLL_KEYS.suspended]: suspended ? 1 : 0,
    [ROLL_KEYS.inTransit]: inTransit ? 1 : 0,
  });

const ofStay = ({ unitId, from, to }: Stay, key: string): Entry[] =>
  stockOf(unitId, dayOf(from), dayOrOpen(to), { [key]: 1 });

/** The days of a stay elsewhere that were spent on the roll of a stretch, at home. */
function awayFrom(stretch: RollStretch, stay: Stay): Entry[] {
  const ends = [stretch.to, stay.to].filter((date) => date !== null).sort();
  const from = stretch.from > stay.from ? stretch.from : stay.from;
  return ofStay({ unitId: stretch.unitId, from, to: ends[0] ?? null }, ROLL_KEYS.temporaryOut);
}

/** A member is a level at each roll he is on and a movement wherever he comes on one or leaves it (DOMAIN.md 2.2, 5.3). */
export function fromMember({ stretches, temporary, transferOverdue, movements }: MemberChangedV1): Entry[] {
  const flows = new Flows();
  for (const { kind, unitId, date } of movements) flows.add(unitId, date, MOVEMENT_KEYS[kind]);
  return [
    ...stretches.flatMap(ofStretch),
    ...temporary.flatMap((stay) => ofStay(stay, ROLL_KEYS.temporaryIn)),
    ...temporary.flatMap((stay) => stretches.flatMap((stretch) => awayFrom(stretch, stay))),
    ...transferOverdue.flatMap((stay) => ofStay(stay, ROLL_KEYS.transferOverdue)),
    ...flows.entries,
  ];
}
