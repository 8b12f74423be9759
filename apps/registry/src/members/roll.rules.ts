import type { MemberDocument, MemberRecord } from './member.js';
import type { RollCounts, RollEntryAnswer } from './roll.dto.js';

/** What a roll needs to know of a member. */
export type RollMember = Pick<MemberDocument, '_id' | 'record'> & { person: { name: string; birthDate: string } };

const covers = ({ from, to }: { from: string; to: string | null }, day: string): boolean =>
  from <= day && (to === null || day < to);

/** The stretch of a member on a day; at most one. */
export const stretchOn = ({ stretches }: MemberRecord, day: string) => stretches.find((one) => covers(one, day));
const stayOn = ({ temporary }: MemberRecord, day: string) => temporary.find((one) => covers(one, day));

/** The entry of a member who is on one of these rolls on the day. */
export function entryOn({ _id, record, person }: RollMember, units: ReadonlySet<string>, day: string) {
  const stretch = stretchOn(record, day);
  if (!stretch || !units.has(stretch.unitId)) return [];
  const { unitId, standing, exempt, suspended, inTransit, from: since } = stretch;
  const temporaryAt = stayOn(record, day)?.unitId ?? null;
  const { name, birthDate } = person;
  return [{ id: _id, name, birthDate, unitId, standing, exempt, suspended, inTransit, temporaryAt, since }];
}

/** Head-count of a roll; guests are of other rolls. */
export function countsOf(entries: readonly RollEntryAnswer[], temporaryIn: number): RollCounts {
  const count = (test: (entry: RollEntryAnswer) => boolean): number => entries.filter(test).length;
  return {
    total: entries.length,
    official: count(({ standing }) => standing === 'official'),
    probationary: count(({ standing }) => standing === 'probationary'),
    exempt: count(({ exempt }) => exempt),
    suspended: count(({ suspended }) => suspended),
    inTransit: count(({ inTransit }) => inTransit),
    temporaryIn,
    temporaryOut: count(({ temporaryAt }) => temporaryAt !== null),
  };
}
