import { dateOf, type Day } from '#calendar';
import type { MemberChangedV1, RollStretch, Standing } from '#contracts';

/** Where a member is on a roll through time, as published: an opaque id, units and dates. */
export type RollRecord = Pick<MemberChangedV1, 'memberId' | 'stretches' | 'temporary'>;

/** A member whom a branch has to reckon with on a day. */
export type RollMember = {
  memberId: string;
  standing: Standing;
  /** Miễn công tác và sinh hoạt; đình chỉ sinh hoạt. */
  exempt: boolean;
  suspended: boolean;
  /** On the roll of this branch; otherwise a guest, on a temporary stay here (sinh hoạt tạm thời), counted at home. */
  home: boolean;
  /** On the roll of this branch, temporarily with another one that day. */
  elsewhere: boolean;
};

type Stay = { from: string; to: string | null };
const covers = ({ from, to }: Stay, date: string): boolean => from <= date && (to === null || date < to);

/** What a member is on the one roll that has him on a day; null when none has. */
export function rollOn({ stretches }: Pick<RollRecord, 'stretches'>, day: Day): RollStretch | null {
  const date = dateOf(day);
  return stretches.find((stretch) => covers(stretch, date)) ?? null;
}

/** How a branch has to reckon with a member on a day; null when he is neither on its roll nor its guest. */
export function memberAt(member: RollRecord, unitId: string, day: Day): RollMember | null {
  const date = dateOf(day);
  const roll = rollOn(member, day);
  // Off every roll he is no member that day, whatever a stay that was not ended says.
  if (!roll) return null;
  const home = roll.unitId === unitId;
  const stay = member.temporary.find((one) => covers(one, date));
  if (!home && stay?.unitId !== unitId) return null;
  const { standing, exempt, suspended } = roll;
  return { memberId: member.memberId, standing, exempt, suspended, home, elsewhere: home && stay !== undefined };
}
