import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import type { AttendanceCounts } from './attendance.rules.js';
import {
  close,
  correct,
  held,
  plan,
  unitsOf,
  voided,
  type Circumstances,
  type Meeting,
  type MeetingDetails,
} from './meetings.rules.js';

const BRANCH = '11111111-1111-4111-8111-111111111111';
const OTHER_BRANCH = '22222222-2222-4222-8222-222222222222';
const at = (text: string): Date => new Date(text);

const details = (changes: Partial<MeetingDetails> = {}): MeetingDetails => ({
  unitId: BRANCH,
  kind: 'regular',
  withThematic: false,
  startsAt: at('2026-07-03T19:30:00+07:00'),
  endsAt: at('2026-07-03T21:10:00+07:00'),
  chairId: null,
  secretaryId: null,
  ...changes,
});
const counts = (changes: Partial<AttendanceCounts> = {}): AttendanceCounts => ({
  belong: 22,
  present: 17,
  excused: 3,
  unexcused: 0,
  exempt: 1,
  elsewhere: 1,
  voteBase: 20,
  ...changes,
});
const world = (now = '2026-07-04T08:00:00+07:00', alive = true): Circumstances => ({
  now: at(now),
  tree: { aliveOn: () => alive, get: () => undefined, parentOn: () => null },
  rollOn: () => [],
});
const planned = (changes: Partial<MeetingDetails> = {}): Meeting => plan(details(changes), world());
const closed = (changes: Partial<MeetingDetails> = {}): Meeting =>
  close(planned(changes), { attendance: counts() }, world());

const refusal = (work: () => unknown): { kind: string; code: string; paths: string[] } => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal)
      return { kind: error.kind, code: error.code, paths: error.fields.map(({ path }) => path) };
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('planning', () => {
  it('gives the local date of the start and the length in whole minutes', () => {
    // 23:30 UTC on the 2nd is the morning of the 3rd in Viet Nam.
    const meeting = planned({ startsAt: at('2026-07-02T23:30:00Z'), endsAt: at('2026-07-03T01:00:59Z') });
    expect(meeting).toMatchObject({ state: 'planned', day: dayOf('2026-07-03'), minutes: 90, attendance: null });
  });

  it.each([
    ['ends-before-start', { endsAt: at('2026-07-03T19:29:00+07:00') }],
    ['ends-before-start', { endsAt: at('2026-07-03T19:30:00+07:00') }],
    ['meeting-too-long', { endsAt: at('2026-07-04T19:30:01+07:00') }],
    ['date-out-of-range', { startsAt: at('1930-02-02T08:00:00+07:00'), endsAt: at('1930-02-02T10:00:00+07:00') }],
    ['date-out-of-range', { startsAt: at('2027-07-06T08:00:00+07:00'), endsAt: at('2027-07-06T10:00:00+07:00') }],
    ['thematic-part-of-regular-only', { kind: 'thematic' as const, withThematic: true }],
  ])('is refused: %s', (code, changes) => {
    expect(refusal(() => planned(changes))).toMatchObject({ kind: 'unprocessable', code });
  });

  it('is refused outside the life of its unit as known', () => {
    expect(refusal(() => plan(details(), world(undefined, false)))).toEqual({
      kind: 'unprocessable',
      code: 'unit-not-alive',
      paths: ['startsAt'],
    });
  });
});

describe('closing', () => {
  it('states the attendance as declared and keeps the moment', () => {
    expect(closed()).toMatchObject({
      state: 'closed',
      attendance: { source: 'declared', belong: 22, present: 17, voteBase: 20 },
      closedAt: at('2026-07-04T08:00:00+07:00'),
    });
  });

  it('takes the times as they were, not as planned', () => {
    const meeting = close(
      planned(),
      { startsAt: at('2026-07-03T20:00:00+07:00'), endsAt: at('2026-07-03T21:00:00+07:00'), attendance: counts() },
      world(),
    );
    expect(meeting).toMatchObject({ minutes: 60, tooShort: true });
  });

  it('is refused before the end', () => {
    const early = world('2026-07-03T21:09:59+07:00');
    expect(refusal(() => close(planned(), { attendance: counts() }, early)).code).toBe('closes-before-end');
    expect(close(planned(), { attendance: counts() }, world('2026-07-03T21:10:00+07:00')).state).toBe('closed');
  });

  it('is refused when the unit no longer lives on that date as known', () => {
    const gone = world(undefined, false);
    expect(refusal(() => close(planned(), { attendance: counts() }, gone)).code).toBe('unit-not-alive');
  });

  it('is refused twice, and after a void', () => {
    expect(refusal(() => close(closed(), { attendance: counts() }, world()))).toMatchObject({
      kind: 'conflict',
      code: 'already-closed',
    });
    expect(refusal(() => close(voided(planned(), 'x'), { attendance: counts() }, world())).code).toBe('already-voided');
  });

  it.each([
    ['present-more-than-belong', 'attendance.present', { present: 23, excused: 0, exempt: 0, elsewhere: 0 }],
    ['states-more-than-belong', 'attendance.belong', { present: 18 }],
    ['vote-base-more-than-belong', 'attendance.voteBase', { voteBase: 23 }],
  ])('is refused: %s', (code, path, changes) => {
    expect(refusal(() => close(planned(), { attendance: counts(changes) }, world()))).toEqual({
      kind: 'unprocessable',
      code,
      paths: [path],
    });
  });

  it('accepts members that nobody accounts for', () => {
    const meeting = close(planned(), { attendance: counts({ excused: 0 }) }, world());
    expect(meeting.attendance).toMatchObject({ belong: 22, excused: 0 });
  });
});

describe('marks', () => {
  it('is late when closed more than 48 hours after the end', () => {
    const on = (now: string) => close(planned(), { attendance: counts() }, world(now)).late;
    expect(on('2026-07-05T21:10:00+07:00')).toBe(false);
    expect(on('2026-07-05T21:10:01+07:00')).toBe(true);
  });

  it('stays late or in time when corrected, since the closing does not move', () => {
    const meeting = correct(closed(), { ...details(), attendance: counts() }, 'counts', world('2026-09-01T00:00:00Z'));
    expect(meeting).toMatchObject({ late: false, closedAt: at('2026-07-04T08:00:00+07:00') });
  });

  it.each([
    ['2018-07-05', 30, 'regular', false, false],
    ['2018-07-06', 89, 'regular', false, true],
    ['2018-07-06', 90, 'regular', false, false],
    ['2025-10-27', 90, 'regular', true, false],
    ['2025-10-28', 119, 'regular', true, true],
    ['2025-10-28', 120, 'regular', true, false],
    ['2025-10-28', 89, 'regular', false, true],
    ['2026-01-05', 20, 'thematic', false, false],
    ['2026-01-05', 20, 'extraordinary', false, false],
  ] as const)(
    'on %s %i minutes of a %s meeting (thematic part: %s) are too short: %s',
    (date, minutes, kind, withThematic, tooShort) => {
      const startsAt = at(`${date}T19:00:00+07:00`);
      const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
      expect(planned({ startsAt, endsAt, kind, withThematic }).tooShort).toBe(tooShort);
    },
  );
});

describe('correcting', () => {
  it('replaces all that was stated and keeps the state', () => {
    const meeting = correct(
      closed(),
      { ...details({ unitId: OTHER_BRANCH, kind: 'extraordinary' }), attendance: counts({ present: 10 }) },
      'wrong branch',
      world(),
    );
    expect(meeting).toMatchObject({
      state: 'closed',
      unitId: OTHER_BRANCH,
      kind: 'extraordinary',
      attendance: { present: 10 },
    });
    expect(correct(planned(), { ...details(), attendance: null }, 'time', world()).state).toBe('planned');
  });

  it('needs a reason', () => {
    expect(refusal(() => correct(closed(), { ...details(), attendance: counts() }, '  ', world()))).toEqual({
      kind: 'unprocessable',
      code: 'reason-required',
      paths: ['reason'],
    });
  });

  it('neither opens a closed meeting nor closes a planned one', () => {
    expect(refusal(() => correct(closed(), { ...details(), attendance: null }, 'r', world())).code).toBe(
      'attendance-required',
    );
    expect(refusal(() => correct(planned(), { ...details(), attendance: counts() }, 'r', world())).code).toBe(
      'not-closed',
    );
  });

  it('is refused after a void, and when it would end after now', () => {
    const correction = { ...details(), attendance: counts() };
    expect(refusal(() => correct(voided(closed(), 'r'), correction, 'r', world())).code).toBe('already-voided');
    const later = { ...correction, endsAt: at('2026-07-04T10:00:00+07:00') };
    expect(refusal(() => correct(closed(), later, 'r', world())).code).toBe('closes-before-end');
  });

  it('leaves a meeting where it was accepted though the tree changed, but moves none outside a life', () => {
    const gone = world(undefined, false);
    const counted = { ...details(), attendance: counts({ present: 12 }) };
    expect(correct(closed(), counted, 'counts', gone).attendance).toMatchObject({ present: 12 });
    const moved = { ...counted, unitId: OTHER_BRANCH };
    expect(refusal(() => correct(closed(), moved, 'branch', gone)).code).toBe('unit-not-alive');
    const dated = { ...counted, startsAt: at('2026-07-02T19:30:00+07:00'), endsAt: at('2026-07-02T21:30:00+07:00') };
    expect(refusal(() => correct(closed(), dated, 'date', gone)).code).toBe('unit-not-alive');
  });
});

describe('units that meet together', () => {
  const joint = [{ unitId: OTHER_BRANCH, attendance: counts({ present: 9 }) }];
  const alone = { attendance: counts() };
  const dead: Circumstances = {
    ...world(),
    tree: { ...world().tree, aliveOn: (unitId) => unitId !== OTHER_BRANCH },
  };
  const met = held({ ...details(), joint }, alone, world());

  it('are kept with their own attendance, the host being held once', () => {
    expect(met).toMatchObject({ unitId: BRANCH, joint: [{ unitId: OTHER_BRANCH, attendance: { present: 9 } }] });
    expect(unitsOf(met)).toEqual([BRANCH, OTHER_BRANCH]);
  });

  it('must each live on the date, but stay where they were accepted', () => {
    expect(refusal(() => held({ ...details(), joint }, alone, dead))).toMatchObject({
      code: 'unit-not-alive',
      paths: ['joint.0.unitId'],
    });
    const correction = { ...details(), ...alone, joint };
    expect(correct(met, correction, 'r', dead).joint).toHaveLength(1);
    expect(refusal(() => correct(closed(), correction, 'r', dead)).code).toBe('unit-not-alive');
  });

  it('are replaced by a correction and by closing, and planned without attendance', () => {
    expect(correct(met, { ...details(), ...alone }, 'r', world()).joint).toEqual([]);
    const plannedJoint = plan({ ...details(), joint: [{ unitId: OTHER_BRANCH }] }, world());
    expect(close(plannedJoint, { ...alone, joint: [] }, world()).joint).toEqual([]);
    expect(refusal(() => close(plannedJoint, alone, world()))).toMatchObject({
      code: 'attendance-required',
      paths: ['joint.0.attendance'],
    });
    expect(refusal(() => plan({ ...details(), joint }, world())).code).toBe('not-closed');
    const early = { ...details(), attendance: null, joint };
    expect(refusal(() => correct(planned(), early, 'r', world())).code).toBe('not-closed');
  });
});

describe('voiding', () => {
  it('keeps what was stated', () => {
    expect(voided(closed(), 'did not take place')).toEqual({ ...closed(), state: 'voided' });
  });

  it('needs a reason and happens once', () => {
    expect(refusal(() => voided(closed(), '')).code).toBe('reason-required');
    expect(refusal(() => voided(voided(planned(), 'r'), 'r')).code).toBe('already-voided');
  });
});
