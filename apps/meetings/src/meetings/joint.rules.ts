import { Refusal, refused } from '#contracts';
import type { RollMember } from '#roll';
import { isStated, unitAttendance, type Statement, type StatementPaths } from './attendance.rules.js';
import { NOT_YET, type JointUnit, type UnitAttendance } from './unit-attendance.js';

/** What is stated of a joint unit. */
export type JointStatement = Statement & { unitId: string };

/** Most units that meet as guests of one; a session of more is a conference. */
export const MOST_JOINT_UNITS = 20;
/** Most members stated one by one, over all units of a meeting. */
export const MOST_MEMBERS = 2_000;

/** What all units of a meeting have of attendance. */
export type Attendances = UnitAttendance & { joint: JointUnit[] };

/**
 * The units that are to meet with the host; nobody was anywhere yet.
 * @throws Refusal joint-too-many, joint-host, joint-twice (422), not-closed (409) when attendance is stated
 */
export function plannedJoint(host: string, joint: readonly JointStatement[]): JointUnit[] {
  checkUnits(host, joint);
  if (joint.some(isStated)) throw new Refusal('conflict', 'not-closed');
  return joint.map(({ unitId }) => ({ unitId, ...NOT_YET }));
}

/**
 * The attendance of the host and of each joint unit. Who is present with one unit cannot be present with another: in a
 * joint session a guest of one branch may be a member of the next.
 * @throws Refusal joint-too-many, joint-host, joint-twice, members-too-many, member-twice, and what `unitAttendance`
 * refuses (422)
 */
export function attendances(
  host: Statement & { unitId: string },
  joint: readonly JointStatement[],
  rollOf: (unitId: string) => readonly RollMember[],
  hostPaths: StatementPaths = { attendance: 'attendance', members: 'members' },
): Attendances {
  checkUnits(host.unitId, joint);
  const statements = [
    { statement: host, paths: hostPaths },
    ...joint.map((statement, at) => ({
      statement,
      paths: { attendance: `joint.${at}.attendance`, members: `joint.${at}.members` },
    })),
  ];
  checkMembers(statements.map(({ statement, paths }) => ({ members: statement.members ?? [], path: paths.members })));
  const [hosted, ...joined] = statements.map(({ statement, paths }) => ({
    unitId: statement.unitId,
    ...unitAttendance(statement, () => rollOf(statement.unitId), paths),
  })) as [JointUnit, ...JointUnit[]];
  const { unitId: _host, ...own } = hosted;
  return { ...own, joint: joined };
}

function checkUnits(host: string, joint: readonly JointStatement[]): void {
  if (joint.length > MOST_JOINT_UNITS) throw refused('joint-too-many', 'joint', { units: MOST_JOINT_UNITS });
  const seen = new Set<string>();
  for (const [at, { unitId }] of joint.entries()) {
    if (unitId === host) throw refused('joint-host', `joint.${at}.unitId`);
    if (seen.has(unitId)) throw refused('joint-twice', `joint.${at}.unitId`);
    seen.add(unitId);
  }
}

function checkMembers(lists: readonly { members: readonly { memberId: string; state: string }[]; path: string }[]) {
  const present = new Set<string>();
  let total = 0;
  for (const { members, path } of lists) {
    total += members.length;
    if (total > MOST_MEMBERS) throw refused('members-too-many', path, { members: MOST_MEMBERS });
    for (const [at, { memberId, state }] of members.entries()) {
      if (state !== 'present') continue;
      if (present.has(memberId)) throw refused('member-twice', `${path}.${at}.memberId`);
      present.add(memberId);
    }
  }
}
