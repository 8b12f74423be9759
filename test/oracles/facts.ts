// What each kind of fact says of figures, written again from the words of DESIGN.md and DOMAIN.md, without any help.
import { contentFigures, voteFigures, type OracleContent } from './meeting-content.js';

/** Whole numbers by measure code; a measure that is absent is 0. */
export type Figures = Record<string, number>;
/** Happened at a unit on a date. `kind` is that of a meeting, else null. */
export type Flow = { unitId: string; date: string; kind: string | null; figures: Figures };
/** Holds at a unit from a date to the day before another; null: still. */
export type Level = { unitId: string; from: string; to: string | null; figures: Figures };
/** Who was at a unit's meeting. */
export type Presence = { unitId: string; date: string; people: string[] };
export type OracleFacts = { flows: Flow[]; levels: Level[]; presences: Presence[] };

export type OracleAttendance = {
  belong: number;
  present: number;
  excused: number;
  unexcused: number;
  exempt: number;
  elsewhere: number;
};
/** A meeting as its last command was acknowledged. Instants are RFC 3339; `tooShort` and `late` as the source marked it. */
export type OracleMeeting = {
  id: string;
  unitId: string;
  state: string;
  kind: string;
  startsAt: string;
  endsAt: string;
  attendance: OracleAttendance | null;
  tooShort: boolean;
  late: boolean;
  /** Who was there, when the command named them. */
  attended?: string[];
  joint?: { unitId: string; attendance: OracleAttendance | null; attended?: string[] }[];
  content?: OracleContent;
};

/** What was done to a member, in the words of the commands that were acknowledged. */
export type OracleAct = {
  kind: string;
  /** First day on which it holds; of an admission the ceremony. */
  on: string;
  /** Branch of registration, admission or a temporary stay; of a restoring null: the one before. */
  unitId?: string | null;
  /** Where a transfer goes. */
  toUnitId?: string;
  standing?: 'probationary' | 'official';
};
export type OracleMember = {
  id: string;
  voided: boolean;
  acts: OracleAct[];
  /** Days on which a transfer was past its term, as the source marked it. */
  overdue: { unitId: string; from: string; to: string | null }[];
  person: { sex: 'female' | 'male'; birthDate: string; ethnicity: string; religion: string };
};

export type OracleCase = {
  id: string;
  unitId: string;
  kind: string;
  state: string;
  openedOn: string;
  concludedOn: string | null;
  closedOn: string | null;
  annulledOn: string | null;
  findings: { date: string; severity: string }[];
  obligations: { due: string; fulfilledOn: string | null }[];
};

export type OracleReport = {
  id: string;
  unitId: string;
  type: string;
  state: string;
  nil: boolean;
  /** Last day of the period, and of the next one. */
  lastDay: string;
  nextLastDay: string;
  values: { measure: string; semantics: string; value: number }[];
};

/** Viet Nam is at UTC+7 all year. */
const localDate = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);
const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
export const noFacts = (): OracleFacts => ({ flows: [], levels: [], presences: [] });

const attendanceFigures = (attendance: OracleAttendance): Figures => ({
  'attendance.belong': attendance.belong,
  'attendance.present': attendance.present,
  'attendance.excused': attendance.excused,
  'attendance.unexcused': attendance.unexcused,
  'attendance.exempt': attendance.exempt,
  'attendance.elsewhere': attendance.elsewhere,
});

/** Held once, where it was called; each other unit that took part has its own attendance and has met too. */
export function addMeeting(facts: OracleFacts, meeting: OracleMeeting): void {
  if (meeting.state !== 'closed') return;
  const { unitId, kind, startsAt, endsAt, joint = [] } = meeting;
  const date = localDate(startsAt);
  const held = {
    'meetings.held': 1,
    'meetings.minutes': Math.floor((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
    'meetings.too-short': meeting.tooShort ? 1 : 0,
    'meetings.late': meeting.late ? 1 : 0,
  };
  facts.flows.push({
    unitId,
    date,
    kind,
    figures: {
      ...held,
      ...(meeting.attendance ? attendanceFigures(meeting.attendance) : {}),
      ...contentFigures(meeting),
    },
  });
  if (meeting.attended) facts.presences.push({ unitId, date, people: meeting.attended });
  for (const other of joint) {
    const figures = {
      'meetings.joined': 1,
      ...(other.attendance ? attendanceFigures(other.attendance) : {}),
      ...voteFigures(meeting, other.unitId),
    };
    facts.flows.push({ unitId: other.unitId, date, kind, figures });
    if (other.attended) facts.presences.push({ unitId: other.unitId, date, people: other.attended });
  }
}

const OUT: Record<string, string> = {
  deleted: 'members.deleted',
  left: 'members.left',
  died: 'members.died',
  expelled: 'members.expelled',
};

type Where = {
  unitId: string | null;
  lastUnitId: string | null;
  standing: 'probationary' | 'official';
  exempt: boolean;
  suspended: boolean;
  toUnitId: string | null;
  temporaryAt: string | null;
};

/** Walks the acts in order of date; between two of them nothing changes. */
export function addMember(facts: OracleFacts, member: OracleMember): void {
  if (member.voided) return;
  const acts = member.acts
    .map((act, index) => ({ act, index }))
    .sort((a, b) => (a.act.on === b.act.on ? a.index - b.index : a.act.on < b.act.on ? -1 : 1))
    .map(({ act }) => act);
  const at: Where = {
    unitId: null,
    lastUnitId: null,
    standing: 'probationary',
    exempt: false,
    suspended: false,
    toUnitId: null,
    temporaryAt: null,
  };
  let roll: { unitId: string; from: string } | null = null;
  acts.forEach((act, index) => {
    take(facts, at, act);
    const until = acts[index + 1]?.on ?? null;
    if (until !== act.on) addState(facts, member, at, act.on, until);
    if (roll?.unitId === at.unitId) return;
    if (roll) addRoll(facts, roll, act.on);
    roll = at.unitId === null ? null : { unitId: at.unitId, from: act.on };
  });
  if (roll) addRoll(facts, roll, null);
  for (const { unitId, from, to } of member.overdue)
    facts.levels.push({ unitId, from, to, figures: { 'members.transfer-overdue': 1 } });
}

/** The whole time on one roll, whatever else changes in it. */
function addRoll(facts: OracleFacts, { unitId, from }: { unitId: string; from: string }, to: string | null): void {
  if (from !== to) facts.levels.push({ unitId, from, to, figures: { 'members.total': 1 } });
}

function take(facts: OracleFacts, at: Where, act: OracleAct): void {
  const move = (unitId: string | null, measure: string): void => {
    if (unitId) facts.flows.push({ unitId, date: act.on, kind: null, figures: { [measure]: 1 } });
  };
  switch (act.kind) {
    case 'registered':
    case 'admitted':
    case 'restored':
      at.unitId = act.unitId ?? at.lastUnitId;
      at.standing = act.standing ?? (act.kind === 'admitted' ? 'probationary' : at.standing);
      move(at.unitId, `members.${act.kind}`);
      break;
    case 'recognised':
      at.standing = 'official';
      move(at.unitId, 'members.recognised');
      break;
    case 'transfer-introduced':
      at.toUnitId = act.toUnitId ?? null;
      break;
    case 'transfer-accepted':
      move(at.unitId, 'members.transferred-out');
      at.unitId = at.toUnitId;
      at.toUnitId = null;
      move(at.unitId, 'members.transferred-in');
      break;
    case 'transfer-rejected':
      at.toUnitId = null;
      break;
    case 'temporary-started':
      at.temporaryAt = act.unitId ?? null;
      break;
    case 'temporary-ended':
      at.temporaryAt = null;
      break;
    case 'exempted':
    case 'exemption-ended':
      at.exempt = act.kind === 'exempted';
      break;
    case 'suspended':
    case 'suspension-ended':
      at.suspended = act.kind === 'suspended';
      break;
    default: {
      const measure = OUT[act.kind];
      if (!measure) throw new Error(`no act: ${act.kind}`);
      move(at.unitId, measure);
      Object.assign(at, {
        unitId: null,
        lastUnitId: at.unitId,
        exempt: false,
        suspended: false,
        toUnitId: null,
        temporaryAt: null,
      });
    }
  }
}

function addState(facts: OracleFacts, member: OracleMember, at: Where, from: string, to: string | null): void {
  const { unitId, temporaryAt } = at;
  if (!unitId) return;
  const figures: Figures = { [`members.${at.standing}`]: 1 };
  if (at.exempt) figures['members.exempt'] = 1;
  if (at.suspended) figures['members.suspended'] = 1;
  if (at.toUnitId) figures['members.in-transit'] = 1;
  if (temporaryAt) figures['members.temporary-out'] = 1;
  const { sex, ethnicity, religion, birthDate } = member.person;
  figures[sex === 'female' ? 'members.women' : 'members.men'] = 1;
  figures[ethnicity === 'Kinh' ? 'members.ethnic-majority' : 'members.ethnic-minority'] = 1;
  figures[religion === 'không' ? 'members.not-religious' : 'members.religious'] = 1;
  facts.levels.push({ unitId, from, to, figures });
  if (temporaryAt) facts.levels.push({ unitId: temporaryAt, from, to, figures: { 'members.temporary-in': 1 } });
  addAges(facts, unitId, Number(birthDate.slice(0, 4)), from, to);
}

const bandOf = (age: number): string =>
  age <= 30 ? 'to-30' : age <= 40 ? '31-40' : age <= 50 ? '41-50' : age <= 60 ? '51-60' : 'over-60';

/** Year by year: the age in a calendar year is that year less the year of birth. */
function addAges(facts: OracleFacts, unitId: string, born: number, from: string, to: string | null): void {
  for (let year = Number(from.slice(0, 4)); year <= Number(from.slice(0, 4)) + 120; year += 1) {
    const first = `${year}-01-01` > from ? `${year}-01-01` : from;
    const end = to !== null && to < `${year + 1}-01-01` ? to : `${year + 1}-01-01`;
    if (first < end)
      facts.levels.push({ unitId, from: first, to: end, figures: { [`members.age-${bandOf(year - born)}`]: 1 } });
    if (to !== null && to <= end) return;
  }
}

/** An annulled case was opened, concluded and closed all the same; what it found counts no more. */
export function addCase(facts: OracleFacts, found: OracleCase): void {
  if (found.state === 'voided') return;
  const { unitId, kind, openedOn, concludedOn, closedOn, annulledOn } = found;
  const flow = (date: string, figures: Figures): void => void facts.flows.push({ unitId, date, kind: null, figures });
  flow(openedOn, {
    'cases.opened': 1,
    [kind === 'inspection' ? 'cases.inspections-opened' : 'cases.supervisions-opened']: 1,
  });
  if (concludedOn) flow(concludedOn, { 'cases.concluded': 1 });
  if (closedOn) flow(closedOn, { 'cases.closed': 1 });
  if (annulledOn) flow(annulledOn, { 'cases.annulled': 1 });
  const over = [closedOn, annulledOn].filter((date) => date !== null).sort()[0] ?? null;
  facts.levels.push({ unitId, from: openedOn, to: over, figures: { 'cases.open': 1 } });
  if (annulledOn) return;
  for (const { date, severity } of found.findings) flow(date, { 'findings.recorded': 1, [`findings.${severity}`]: 1 });
  for (const { due, fulfilledOn } of found.obligations) {
    const set = concludedOn ?? due;
    flow(set, { 'obligations.set': 1 });
    if (fulfilledOn) flow(fulfilledOn, { 'obligations.fulfilled': 1 });
    facts.levels.push({ unitId, from: set, to: fulfilledOn, figures: { 'obligations.open': 1 } });
    if (fulfilledOn === null || fulfilledOn > nextDay(due))
      facts.levels.push({ unitId, from: nextDay(due), to: fulfilledOn, figures: { 'obligations.overdue': 1 } });
  }
}

/** Handed in counts on the last day of the period; a stock entered by hand holds until the next period's last day. */
export function addReport(facts: OracleFacts, report: OracleReport): void {
  if (report.state !== 'submitted' && report.state !== 'accepted') return;
  const { unitId, type, lastDay, nextLastDay, nil, state, values } = report;
  const figures: Figures = { 'reports.handed-in': 1, [`reports.handed-in.${type}`]: 1 };
  if (nil) figures['reports.nil'] = 1;
  if (state === 'accepted') figures['reports.accepted'] = 1;
  for (const { measure, semantics, value } of values)
    if (semantics === 'flow') figures[measure] = value;
    else facts.levels.push({ unitId, from: lastDay, to: nextLastDay, figures: { [measure]: value } });
  facts.flows.push({ unitId, date: lastDay, kind: null, figures });
}
