import { dayOf, localDayOf, type Day } from '#calendar';
import { Refusal, type Attendance, type MeetingKind, type MeetingState } from '#contracts';
import { declared, type AttendanceCounts } from './attendance.rules.js';
import { closedLate, minimumMinutes } from './dated.rules.js';

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
export interface Meeting extends MeetingDetails {
  state: MeetingState;
  attendance: Attendance | null;
  /** When it was first closed in the system; a correction does not move it. */
  closedAt: Date | null;
  /** Local day of the start: the event date. */
  day: Day;
  minutes: number;
  tooShort: boolean;
  late: boolean;
}

/** What the rules need to know of the world: the clock and the tree as known here. */
export interface Circumstances {
  now: Date;
  aliveOn(unitId: string, day: Day): boolean;
}

/** Changes that closing may bring along: what was planned is not always what took place. */
export type Closing = Partial<Omit<MeetingDetails, 'unitId' | 'kind'>> & { attendance: AttendanceCounts };

/** A whole new state that replaces what was entered wrongly. */
export type Correction = MeetingDetails & { attendance: AttendanceCounts | null };

/** The Party was founded on 3 February 1930: no meeting is older. */
const FIRST_DAY = dayOf('1930-02-03');
/** Days into the future that can be planned: a year. */
const PLANNED_AHEAD = 366;
const MAX_MINUTES = 24 * 60;
const MILLIS_OF_MINUTE = 60_000;

/**
 * A meeting that is to take place (or took place and is not closed yet).
 * @throws Refusal ends-before-start, meeting-too-long, date-out-of-range, thematic-part-of-regular-only,
 * outside-unit-life (422)
 */
export function plan(details: MeetingDetails, world: Circumstances): Meeting {
  return settled({ ...details, state: 'planned', attendance: null, closedAt: null }, world, true);
}

/**
 * The meeting took place as stated. Its unit must live on its date also now, as known: closing is what makes it count.
 * @throws Refusal already-closed, already-voided (409), closes-before-end, what `plan` and the attendance refuse (422)
 */
export function close(meeting: Meeting, closing: Closing, world: Circumstances): Meeting {
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  if (meeting.state === 'closed') throw new Refusal('conflict', 'already-closed');
  const { attendance, ...changes } = closing;
  return settled(
    { ...meeting, ...changes, state: 'closed', attendance: declared(attendance), closedAt: world.now },
    world,
    true,
  );
}

/**
 * Replaces what was entered wrongly; planned stays planned, closed stays closed. A meeting that a later change of the
 * tree left outside its unit's life may be corrected in all else, and stays where it was accepted in good faith.
 * @throws Refusal reason-required, attendance-required (422), not-closed, already-voided (409), what `close` refuses
 */
export function correct(meeting: Meeting, correction: Correction, reason: string, world: Circumstances): Meeting {
  requireReason(reason);
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  const { attendance, ...details } = correction;
  if (meeting.state === 'planned' && attendance) throw new Refusal('conflict', 'not-closed');
  if (meeting.state === 'closed' && !attendance)
    throw new Refusal('unprocessable', 'attendance-required', {}, [
      { path: 'attendance', code: 'attendance-required' },
    ]);
  const elsewhere = details.unitId !== meeting.unitId || localDayOf(details.startsAt) !== meeting.day;
  const { state, closedAt } = meeting;
  return settled({ ...details, state, closedAt, attendance: attendance && declared(attendance) }, world, elsewhere);
}

/**
 * It was entered by mistake or did not take place: it counts nowhere any more, and stays readable.
 * @throws Refusal reason-required (422), already-voided (409)
 */
export function voided(meeting: Meeting, reason: string): Meeting {
  requireReason(reason);
  if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
  return { ...meeting, state: 'voided' };
}

type Undated = Omit<Meeting, 'day' | 'minutes' | 'tooShort' | 'late'>;

/** Checks the times and works out what follows from them. */
function settled(meeting: Undated, world: Circumstances, checkLife: boolean): Meeting {
  const { startsAt, endsAt, closedAt, kind, withThematic } = meeting;
  const millis = endsAt.getTime() - startsAt.getTime();
  const minutes = Math.floor(millis / MILLIS_OF_MINUTE);
  const day = localDayOf(startsAt);
  if (millis <= 0) throw refused('ends-before-start', 'endsAt');
  if (millis > MAX_MINUTES * MILLIS_OF_MINUTE) throw refused('meeting-too-long', 'endsAt', { hours: MAX_MINUTES / 60 });
  if (day < FIRST_DAY || day > localDayOf(world.now) + PLANNED_AHEAD) throw refused('date-out-of-range', 'startsAt');
  if (withThematic && kind !== 'regular') throw refused('thematic-part-of-regular-only', 'withThematic');
  if (meeting.state === 'closed' && endsAt > world.now) throw refused('closes-before-end', 'endsAt');
  if (checkLife && !world.aliveOn(meeting.unitId, day)) throw refused('outside-unit-life', 'startsAt');
  const minimum = minimumMinutes(kind, withThematic, day);
  return {
    ...meeting,
    day,
    minutes,
    tooShort: minimum !== null && minutes < minimum,
    late: closedAt !== null && closedLate(day, endsAt, closedAt),
  };
}

function requireReason(reason: string): void {
  if (reason.trim() === '') throw refused('reason-required', 'reason');
}

const refused = (code: string, field: string, params: Record<string, number> = {}): Refusal =>
  new Refusal('unprocessable', code, params, [{ path: field, code }]);
