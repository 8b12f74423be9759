import { dayOf, localDayOf, type Day } from '#calendar';
import { Refusal, refused, requireReason, type MeetingKind, type MeetingState } from '#contracts';
import type { RollMember } from '#roll';
import { notAlive, type Followed, type Lineage } from '#tree';
import { marked } from '../content/content.rules.js';
import { NO_CONTENT, type MeetingContent, type VoteStatement } from '../content/content.js';
import { correctedVotes } from '../content/votes.rules.js';
import { isStated, type Statement, type StatementPaths } from './attendance.rules.js';
import { closedLate, minimumMinutes } from './dated.rules.js';
import { attendances, plannedJoint, type Attendances, type JointStatement } from './joint.rules.js';
import { NOT_YET, type JointUnit, type UnitAttendance } from './unit-attendance.js';

/** What a branch says of a meeting, planned or held. Chair and secretary are opaque ids, never names. */
export interface MeetingDetails {
  unitId: string;
  kind: MeetingKind;
  /** A thematic part in the same session; of a regular meeting only. */
  withThematic: boolean;
  startsAt: Date;
  endsAt: Date;
  chairId: string | null;
  secretaryId: string | null;
}

/** The whole state of a meeting, without its version. */
export interface Meeting extends MeetingDetails, UnitAttendance {
  state: MeetingState;
  /** Other units that met in the same session; the meeting is held once, at `unitId`. */
  joint: JointUnit[];
  content: MeetingContent;
  /** When it was first closed in the system; a correction does not move it. */
  closedAt: Date | null;
  /** Local day of the start: the event date. */
  day: Day;
  minutes: number;
  tooShort: boolean;
  late: boolean;
  /** Which act moved it to other units, and from which. */
  followed?: Followed<string[]>;
}

/** What the rules need to know of the world: the clock, the tree and the rolls as known here. */
export interface Circumstances {
  now: Date;
  tree: Lineage;
  /** The roll of a unit and its guests on a day. */
  rollOn(unitId: string, day: Day): readonly RollMember[];
}

/**
 * Changes that closing may bring along: what was planned is not always what took place. Joint units left out are those
 * planned; all must then state their attendance.
 */
export type Closing = Partial<Omit<MeetingDetails, 'unitId' | 'kind'>> & Statement & { joint?: JointStatement[] };

/**
 * A whole new state that replaces what was entered wrongly; joint units left out did not take part. The content stays;
 * its votes are stated anew where their base changes.
 */
export type Correction = MeetingDetails & Statement & { joint?: JointStatement[]; votes?: VoteStatement[] | null };

/** The Party was founded on 3 February 1930: no meeting is older. */
const FIRST_DAY = dayOf('1930-02-03');
/** Days into the future that can be planned: a year. */
const PLANNED_AHEAD = 366;
const MAX_MINUTES = 24 * 60;
const MILLIS_OF_MINUTE = 60_000;

/**
 * A meeting that is to take place (or took place and is not closed yet).
 * @throws Refusal ends-before-start, meeting-too-long, date-out-of-range, thematic-part-of-regular-only,
 * unit-not-alive, what `plannedJoint` refuses (422)
 */
export function plan({ joint = [], ...details }: MeetingDetails & Joined, world: Circumstances): Meeting {
  const units = plannedJoint(details.unitId, joint);
  return settled(
    { ...details, ...NOT_YET, joint: units, content: NO_CONTENT, state: 'planned', closedAt: null },
    world,
    ALL_NEW,
  );
}

/**
 * Planned and closed at once: it took place before anybody entered it.
 * @throws Refusal what `plan` and `close` refuse
 */
export function held(details: MeetingDetails & Joined, closing: Statement, world: Circumstances): Meeting {
  const { joint = [] } = details;
  const planned = plan({ ...details, joint: joint.map(({ unitId }) => ({ unitId })) }, world);
  // Counts are named as in the other commands; members by where they lie in this one.
  return close(planned, { ...closing, joint }, world, { attendance: 'attendance', members: 'closing.members' });
}

/**
 * The meeting took place as stated. Its unit must live on its date also now, as known: closing is what makes it count.
 * @throws Refusal already-closed, already-voided (409), closes-before-end, what `plan` and `attendances` refuse (422)
 */
export function close(meeting: Meeting, closing: Closing, world: Circumstances, paths?: StatementPaths): Meeting {
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  if (meeting.state === 'closed') throw new Refusal('conflict', 'already-closed');
  const { attendance, members, joint = meeting.joint.map(({ unitId }) => ({ unitId })), ...changes } = closing;
  const details = { ...meeting, ...changes };
  const counted = countedFrom(details, { attendance, members, joint }, world, paths);
  return settled({ ...details, ...counted, state: 'closed', closedAt: world.now }, world, ALL_NEW);
}

/**
 * Replaces what was entered wrongly; planned stays planned, closed stays closed. A meeting that a later change of the
 * tree left outside its unit's life may be corrected in all else, and stays where it was accepted in good faith.
 * @throws Refusal reason-required, attendance-required (422), not-closed, already-voided (409), what `close` and
 * `correctedVotes` refuse
 */
export function correct(meeting: Meeting, correction: Correction, reason: string, world: Circumstances): Meeting {
  requireReason(reason);
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  const { attendance, members, joint = [], votes = null, ...details } = correction;
  const { state, closedAt } = meeting;
  if (state === 'planned' && isStated({ attendance, members })) throw new Refusal('conflict', 'not-closed');
  const counted =
    state === 'planned'
      ? { ...NOT_YET, joint: plannedJoint(details.unitId, joint) }
      : countedFrom(details, { attendance, members, joint }, world);
  const sameDay = localDayOf(details.startsAt) === meeting.day;
  const accepted = new Set(sameDay ? unitsOf(meeting) : []);
  const voted = correctedVotes(meeting.content, votes, { ...details, ...counted });
  const content = { ...meeting.content, votes: voted };
  return settled({ ...details, ...counted, content, state, closedAt }, world, (unitId) => !accepted.has(unitId));
}

/** The units that took part, the host first. */
export const unitsOf = ({ unitId, joint }: Pick<Meeting, 'unitId' | 'joint'>): string[] => [
  unitId,
  ...joint.map((one) => one.unitId),
];

/**
 * It was entered by mistake or did not take place: it counts nowhere any more, and stays readable.
 * @throws Refusal reason-required (422), already-voided (409)
 */
export function voided(meeting: Meeting, reason: string): Meeting {
  requireReason(reason);
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  return { ...meeting, state: 'voided' };
}

type Joined = { joint?: JointStatement[] };
type Undated = Omit<Meeting, 'day' | 'minutes' | 'tooShort' | 'late'>;

/** Which units must live on the date as known now; those of a correction were accepted before. */
type IsNew = (unitId: string) => boolean;
const ALL_NEW: IsNew = () => true;

function countedFrom(
  { unitId, startsAt }: MeetingDetails,
  { joint = [], ...stated }: Statement & Joined,
  world: Circumstances,
  paths?: StatementPaths,
): Attendances {
  const day = localDayOf(startsAt);
  return attendances({ ...stated, unitId }, joint, (unit) => world.rollOn(unit, day), paths);
}

/** Checks the times and works out what follows from them. */
function settled(meeting: Undated, world: Circumstances, isNew: IsNew): Meeting {
  const { startsAt, endsAt, closedAt, kind, withThematic } = meeting;
  const millis = endsAt.getTime() - startsAt.getTime();
  const minutes = Math.floor(millis / MILLIS_OF_MINUTE);
  const day = localDayOf(startsAt);
  if (millis <= 0) throw refused('ends-before-start', 'endsAt');
  if (millis > MAX_MINUTES * MILLIS_OF_MINUTE) throw refused('meeting-too-long', 'endsAt', { hours: MAX_MINUTES / 60 });
  if (day < FIRST_DAY || day > localDayOf(world.now) + PLANNED_AHEAD) throw refused('date-out-of-range', 'startsAt');
  if (withThematic && kind !== 'regular') throw refused('thematic-part-of-regular-only', 'withThematic');
  if (meeting.state === 'closed' && endsAt > world.now) throw refused('closes-before-end', 'endsAt');
  for (const [at, unitId] of unitsOf(meeting).entries())
    if (isNew(unitId) && !world.tree.aliveOn(unitId, day))
      throw notAlive(world.tree, unitId, day, at === 0 ? 'startsAt' : `joint.${at - 1}.unitId`);
  const minimum = minimumMinutes(kind, withThematic, day);
  return {
    ...meeting,
    content: marked(meeting.content, startsAt, day),
    day,
    minutes,
    tooShort: minimum !== null && minutes < minimum,
    late: closedAt !== null && closedLate(day, endsAt, closedAt),
  };
}
