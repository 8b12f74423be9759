import { unitsOfRecord, type MemberDocument } from './member.js';

type Placed = Pick<MemberDocument, 'record' | 'transit' | 'acts'>;

const unitsOfActs = ({ acts }: Pick<Placed, 'acts'>): string[] =>
  acts.flatMap((act) => ('unitId' in act && act.unitId !== null ? [act.unitId] : []));

/**
 * Units that have to do with a member now: the roll he is on, or was last on; where he stays for a time; where he is
 * introduced to. Who may read people there may read him. Branches he left long ago may not: his file went with him.
 */
export function placesOf(member: Placed, today: string): string[] {
  const { stretches, temporary } = member.record;
  const present = [...stretches, ...temporary].filter(({ to }) => to === null || to > today);
  const homes = present.length > 0 ? present : stretches.slice(-1);
  const units = [...homes.map(({ unitId }) => unitId), ...(member.transit ? [member.transit.toUnitId] : [])];
  // Voided: the record is empty, and only the acts still say where he was.
  return [...new Set(units.length > 0 ? units : unitsOfActs(member))];
}

/** With every unit he ever was at: their offices may correct what they entered, and are not told what he is now. */
export const placesEver = (member: Placed, today: string): string[] => [
  ...new Set([...placesOf(member, today), ...unitsOfRecord(member.record)]),
];
