import { Refusal } from '#contracts';
import type { LinkedMeeting } from '../followup/meeting-link.rules.js';
import { meetingStands } from '../followup/meeting-link.rules.js';
import type { Resolution } from './resolution.js';
import { adopt, correct, numberKey, voided, type Adoption, type World } from './resolutions.rules.js';
import { complete, drop, reopen, reportProgress, taskStateOn } from './tasks.rules.js';

const TODAY = '2026-08-20';
const meeting: LinkedMeeting = { state: 'closed', date: '2026-08-03', unitIds: ['branch', 'other'] };
const lives = (alive: boolean): World['tree'] => ({ aliveOn: () => alive, get: () => undefined, parentOn: () => null });
const world = (more: Partial<World> = {}): World => ({ today: TODAY, meeting, tree: lives(true), ...more });
const task = (taskId: string, deadline = '2026-08-31') => ({
  taskId,
  assignee: { kind: 'member' as const, id: 'someone' },
  deadline,
  text: 'text',
  target: null,
});
const adoption = (more: Partial<Adoption> = {}): Adoption => ({
  unitId: 'branch',
  meetingId: 'meeting',
  sessionId: null,
  voteId: null,
  adoptedOn: '2026-08-03',
  type: 'NQ',
  documentNumber: '01-NQ/CB',
  term: '2025-2030',
  title: 'title',
  text: null,
  tasks: [task('one'), task('two', '2026-08-10')],
  ...more,
});
const adopted = (more: Partial<Adoption> = {}): Resolution => adopt(adoption(more), world());

/** Code and field of what is refused. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return [error.code, ...error.fields.map(({ path }) => path)].join(' ');
    throw error;
  }
  return 'accepted';
}

describe('a resolution', () => {
  it('is adopted with open tasks, at a meeting or in a committee', () => {
    const one = adopted();
    expect(one).toMatchObject({ state: 'adopted', documentNumber: '01-NQ/CB' });
    expect(one.tasks.map(({ progress, doneOn, droppedOn }) => [progress, doneOn, droppedOn])).toEqual([
      [0, null, null],
      [0, null, null],
    ]);
    const committee = adoption({ meetingId: null, sessionId: 'session', documentNumber: null, term: null, tasks: [] });
    expect(adopt(committee, world({ meeting: null }))).toMatchObject({ meetingId: null, sessionId: 'session' });
  });

  it.each<[string, Partial<Adoption>, Partial<World>]>([
    ['meeting-not-of-unit meetingId', {}, { meeting: null }],
    ['meeting-not-of-unit meetingId', { unitId: 'foreign' }, {}],
    ['meeting-not-held meetingId', {}, { meeting: { ...meeting, state: 'planned' } }],
    ['meeting-not-held meetingId', {}, { meeting: { ...meeting, state: 'voided' } }],
    ['not-on-meeting-date adoptedOn', { adoptedOn: '2026-08-04' }, {}],
    ['meeting-or-session sessionId', { sessionId: 'session' }, {}],
    ['unit-not-alive adoptedOn', { meetingId: null }, { tree: lives(false) }],
    ['date-in-future adoptedOn', { adoptedOn: '2026-08-21' }, {}],
    ['date-too-early adoptedOn', { adoptedOn: '1930-02-02' }, {}],
    ['number-not-of-type documentNumber', { type: 'KL' }, {}],
    ['term-required term', { term: null }, {}],
    ['deadline-before-adoption tasks.1.deadline', { tasks: [task('one'), task('two', '2026-08-02')] }, {}],
    ['task-exists tasks.1.id', { tasks: [task('one'), task('one')] }, {}],
  ])('is refused: %s', (code, changes, more) => {
    expect(refusal(() => adopt(adoption(changes), world(more)))).toBe(code);
  });

  it('has its number once in a unit, a term and a kind of document, however it is written', () => {
    const key = (more: Partial<Adoption>) => numberKey({ ...adopted(), ...more } as Resolution);
    expect(key({ documentNumber: '1-NQ/CB' })).toBe(key({}));
    for (const other of [{ documentNumber: '02-NQ/CB' }, { term: '2020-2025' }, { unitId: 'x' }, { type: 'KL' }])
      expect(key(other)).not.toBe(key({}));
    expect([key({ documentNumber: null }), numberKey(voided(adopted(), 'twice'))]).toEqual([null, null]);
  });

  it('is corrected whole: tasks named keep how they stand, others begin or go', () => {
    const done = complete(adopted(), 'one', { on: '2026-08-15', evidence: 'paper' }, TODAY);
    const tasks = [task('one', '2026-08-12'), task('three')];
    const corrected = correct(done, adoption({ type: 'KL', documentNumber: null, tasks }), 'why', world());
    expect(corrected).toMatchObject({ type: 'KL', documentNumber: null });
    expect(corrected.tasks).toMatchObject([
      { taskId: 'one', deadline: '2026-08-12', doneOn: '2026-08-15', evidence: 'paper' },
      { taskId: 'three', doneOn: null },
    ]);
    // The meeting was accepted in good faith: where nothing of it changes, it is not asked again.
    expect(correct(done, adoption(), 'why', world({ meeting: null })).tasks).toHaveLength(2);
    const late = adoption({ meetingId: null, adoptedOn: '2026-08-16', tasks: [task('one')] });
    expect(refusal(() => correct(done, late, 'why', world()))).toBe('before-adoption adoptedOn');
    expect(refusal(() => correct(done, adoption(), ' ', world()))).toBe('reason-required reason');
    expect(refusal(() => correct(voided(done, 'why'), adoption(), 'why', world()))).toBe('resolution-voided');
    expect(refusal(() => voided(done, ''))).toBe('reason-required reason');
    expect(refusal(() => voided(voided(done, 'why'), 'why'))).toBe('resolution-voided');
  });

  it('says whether its meeting still stands', () => {
    const link = { meetingId: 'meeting', unitId: 'branch', on: '2026-08-03' };
    expect(meetingStands(meeting, link)).toBe(true);
    expect(meetingStands(undefined, { ...link, meetingId: null })).toBeNull();
    for (const other of [{ state: 'voided' as const }, { date: '2026-08-04' }, { unitIds: ['other'] }])
      expect(meetingStands({ ...meeting, ...other }, link)).toBe(false);
  });
});

describe('a task', () => {
  const one = adopted();
  const of = ({ tasks }: Resolution) => tasks[0];

  it('is reported on, done, or dropped, once', () => {
    const half = reportProgress(one, 'one', { on: '2026-08-10', progress: 50, evidence: 'half' }, TODAY);
    expect(of(half)).toMatchObject({ progress: 50, progressOn: '2026-08-10', evidence: 'half', doneOn: null });
    const silent = reportProgress(half, 'one', { on: '2026-08-12', progress: 60, evidence: null }, TODAY);
    expect(of(silent)?.evidence).toBe('half');
    const done = complete(half, 'one', { on: '2026-08-15', evidence: 'paper' }, TODAY);
    expect(of(done)).toMatchObject({ progress: 100, doneOn: '2026-08-15', evidence: 'paper' });
    const dropped = drop(one, 'one', { on: '2026-08-15', dropReason: 'replaced' }, TODAY);
    expect(of(dropped)).toMatchObject({ droppedOn: '2026-08-15', dropReason: 'replaced', doneOn: null });
    for (const over of [done, dropped]) {
      expect(refusal(() => complete(over, 'one', { on: TODAY, evidence: 'x' }, TODAY))).toBe('task-over');
      expect(refusal(() => drop(over, 'one', { on: TODAY, dropReason: 'other' }, TODAY))).toBe('task-over');
      const report = { on: TODAY, progress: 1, evidence: null };
      expect(refusal(() => reportProgress(over, 'one', report, TODAY))).toBe('task-over');
      const open = reopen(over, 'one', { progress: 40, reason: 'why' });
      expect(of(open)).toMatchObject({ progress: 40, doneOn: null, droppedOn: null, dropReason: null });
    }
    expect(refusal(() => reopen(one, 'one', { progress: 0, reason: 'why' }))).toBe('task-open');
    expect(refusal(() => reopen(done, 'one', { progress: 0, reason: ' ' }))).toBe('reason-required reason');
  });

  it('is refused what lies outside its time, and what is not there', () => {
    const doneOn = (on: string, taskId = 'one', from = one) =>
      refusal(() => complete(from, taskId, { on, evidence: 'x' }, TODAY));
    expect(doneOn('2026-08-21')).toBe('date-in-future on');
    expect(doneOn('2026-08-02')).toBe('before-adoption on');
    expect(doneOn(TODAY, 'none')).toBe('no-such-task');
    expect(doneOn(TODAY, 'one', voided(one, 'why'))).toBe('resolution-voided');
    expect(doneOn(TODAY)).toBe('accepted');
  });

  it('is late from the day after its deadline until it is done', () => {
    const done = complete(one, 'two', { on: '2026-08-12', evidence: 'x' }, TODAY).tasks[1]!;
    expect(['2026-08-10', '2026-08-11', '2026-08-12'].map((day) => taskStateOn(done, day))).toEqual([
      'open',
      'late',
      'done',
    ]);
  });
});
