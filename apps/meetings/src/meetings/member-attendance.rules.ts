import { refused, type Attendance } from '#contracts';
import type { RollMember } from '#roll';
import type { MemberEntry, MemberState, RowState, UnitAttendance } from './unit-attendance.js';

/**
 * Attendance counted from the roll of that day and what is stated of single members. Nobody is asked for twice: who
 * is not stated counts by the roll as exempt or elsewhere, all others stay unaccounted.
 * @throws Refusal member-not-on-roll, member-twice, not-exempt-on-roll (422), each with the path of the entry
 */
export function byMember(entries: readonly MemberEntry[], roll: readonly RollMember[], path: string): UnitAttendance {
  const onRoll = new Map(roll.map((member) => [member.memberId, member]));
  const stated = new Map<string, MemberState>();
  for (const [at, { memberId, state }] of entries.entries()) {
    const member = onRoll.get(memberId);
    if (!member) throw refused('member-not-on-roll', `${path}.${at}.memberId`);
    if (stated.has(memberId)) throw refused('member-twice', `${path}.${at}.memberId`);
    // The base of the rate is smaller by whoever is exempt, so that is for the roll to say. Elsewhere may be stated of
    // anybody: those on special duty in the armed forces are left out of it too (HD 12, 2018), and no roll tells them.
    if (state === 'exempt' && !member.exempt) throw refused('not-exempt-on-roll', `${path}.${at}.state`);
    stated.set(memberId, state);
  }
  const home = roll.filter((member) => member.home);
  const guests = roll.filter((member) => !member.home && stated.has(member.memberId));
  const stateOf = (member: RollMember): RowState => stated.get(member.memberId) ?? unstated(member);
  const count = (state: MemberState): number => home.filter((member) => stateOf(member) === state).length;
  const attendance: Attendance = {
    source: 'roll',
    belong: home.length,
    present: count('present'),
    excused: count('excused'),
    unexcused: count('unexcused'),
    exempt: count('exempt'),
    elsewhere: count('elsewhere'),
    voteBase: home.filter((member) => votes(member, stateOf(member) === 'present')).length,
  };
  return {
    attendance,
    guests: guests.filter((member) => stateOf(member) === 'present').length,
    members: [...home, ...guests].map((member) => ({
      memberId: member.memberId,
      state: stateOf(member),
      guest: !member.home,
    })),
  };
}

function unstated({ exempt, elsewhere }: RollMember): RowState {
  if (elsewhere) return 'elsewhere';
  return exempt ? 'exempt' : 'unaccounted';
}

/**
 * The base of votes (QĐ 294, 9.3.2): all full members convened, without those temporarily transferred out and the
 * exempt who did not come; an exempt member who came counts, and so does who is merely away. Whoever is suspended is
 * not convened, so he is not among them.
 */
const votes = ({ standing, suspended, elsewhere, exempt }: RollMember, present: boolean): boolean =>
  standing === 'official' && !suspended && !elsewhere && (!exempt || present);
