import { unitsOfRecord, type MemberDocument } from './member.js';

type Placed = Pick<MemberDocument, 'record' | 'transit' | 'acts'>;

const unitsOfActs = ({ acts }: Pick<Placed, 'acts'>): string[] =>
  acts.flatMap((act) => ('unitId' in act && act.unitId !== null ? [act.unitId] : []));

/**
 * Units that have to do with a member now: the roll he is on, or was last on; where he stays for a time; where he is
 * introduced to. Who may read people there may read him. Branches he left long ago may not: his file went with him.
 */
export function placesOf(member: Placed, today: string): string[] {
  const stays = member.record.temporary.filter(({ to }) => to === null || to > today).map(({ unitId }) => unitId);
  const next = member.transit ? [member.transit.toUnitId] : [];
  return [...new Set([...homesOf(member, today), ...stays, ...next])];
}

/** The roll he is on, and the one he will be on if that is known; else the last. */
export function homesOf(member: Placed, today: string): string[] {
  const { stretches } = member.record;
  const present = stretches.filter(({ to }) => to === null || to > today);
  const homes = present.length > 0 ? present : stretches.slice(-1);
  // Voided: the record is empty, and only the acts still say where he was.
  return homes.length > 0 ? [...new Set(homes.map(({ unitId }) => unitId))] : unitsOfActs(member);
}

/** With every unit he ever was at: their offices may correct what they entered, and are not told what he is now. */
export const placesEver = (member: Placed, today: string): string[] => [
  ...new Set([...placesOf(member, today), ...unitsOfRecord(member.record)]),
];
