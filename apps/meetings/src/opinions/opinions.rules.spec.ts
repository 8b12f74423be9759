import { Refusal } from '#contracts';
import type { LinkedMeeting } from '../followup/meeting-link.rules.js';
import type { Opinion, OpinionDetails } from './opinion.js';
import { correct, daysOpen, escalate, isOverdue, raise, reopen, settle, voided, type World } from './opinions.rules.js';

const TODAY = '2026-08-20';
const meeting: LinkedMeeting = { state: 'closed', date: '2026-08-03', unitIds: ['branch'] };
const PATH = [
  { unitId: 'branch', level: 'branch' as const },
  { unitId: 'ward', level: 'commune' as const },
  { unitId: 'province', level: 'province' as const },
  { unitId: 'centre', level: 'centre' as const },
];
const lives = (alive: boolean): World['tree'] => ({ aliveOn: () => alive, get: () => undefined, parentOn: () => null });
const world = (more: Partial<World> = {}): World => ({
  today: TODAY,
  meeting,
  tree: lives(true),
  pathOn: () => PATH,
  ...more,
});
const details = (more: Partial<OpinionDetails> = {}): OpinionDetails => ({
  unitId: 'branch',
  meetingId: 'meeting',
  raisedOn: '2026-08-03',
  by: 'people',
  field: 'environment',
  due: null,
  text: 'text',
  ...more,
});
const raised = (more: Partial<OpinionDetails> = {}): Opinion => raise(details(more), world());
const settled = (one: Opinion, on: string, atOnce = false): Opinion =>
  settle(one, { on, atOnce, reply: 'reply' }, world());
const up = (one: Opinion, on: string, to: 'commune' | 'district' | 'province' = 'commune'): Opinion =>
  escalate(one, { on, to }, world());

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

describe('an opinion', () => {
  it('lies with its unit when it is raised', () => {
    expect(raised()).toMatchObject({
      state: 'open',
      stretches: [{ level: 'branch', unitId: 'branch', from: '2026-08-03', to: null }],
      settlements: [],
    });
    const group = raise(details({ meetingId: null }), world({ pathOn: () => [{ unitId: 'branch', level: 'group' }] }));
    expect(group.stretches[0]?.level).toBe('branch');
    const committee = [{ unitId: 'branch', level: 'grassroots-committee' as const }];
    expect(raise(details(), world({ pathOn: () => committee })).stretches[0]?.level).toBe('commune');
  });

  it.each<[string, Partial<OpinionDetails>, Partial<World>]>([
    ['meeting-not-of-unit meetingId', {}, { meeting: null }],
    ['meeting-not-held meetingId', {}, { meeting: { ...meeting, state: 'voided' } }],
    ['not-on-meeting-date raisedOn', { raisedOn: '2026-08-04' }, {}],
    ['unit-not-alive raisedOn', { meetingId: null }, { tree: lives(false) }],
    ['unit-not-alive raisedOn', {}, { pathOn: () => [] }],
    ['date-in-future raisedOn', { raisedOn: '2026-08-21' }, {}],
    ['date-too-early raisedOn', { raisedOn: '1930-02-02' }, {}],
    ['due-before-raised due', { due: '2026-08-02' }, {}],
  ])('is refused: %s', (code, changes, more) => {
    expect(refusal(() => raise(details(changes), world(more)))).toBe(code);
  });

  it('goes up, is settled where it lies, and may be opened again there', () => {
    const one = up(up(raised(), '2026-08-05'), '2026-08-08', 'province');
    expect(one.stretches).toEqual([
      { level: 'branch', unitId: 'branch', from: '2026-08-03', to: '2026-08-05' },
      { level: 'commune', unitId: 'ward', from: '2026-08-05', to: '2026-08-08' },
      { level: 'province', unitId: 'province', from: '2026-08-08', to: null },
    ]);
    const done = settled(one, '2026-08-10');
    expect(done).toMatchObject({ state: 'settled', settlements: [{ on: '2026-08-10', level: 'province', days: 7 }] });
    const again = reopen(done, { on: '2026-08-15', reason: 'why' }, world());
    expect(again).toMatchObject({ state: 'open', reopenedOn: ['2026-08-15'], settlements: [{ on: '2026-08-10' }] });
    expect(again.stretches.at(-1)).toEqual({ level: 'province', unitId: 'province', from: '2026-08-15', to: null });
    expect(daysOpen(again, TODAY)).toBe(7 + 5);
    expect(settled(again, '2026-08-18').settlements.map(({ days }) => days)).toEqual([7, 3]);
  });

  it('goes only up, to a unit there is, one step after another', () => {
    const one = up(raised(), '2026-08-05');
    expect(refusal(() => up(one, '2026-08-06'))).toBe('not-above to');
    expect(refusal(() => up(raised(), '2026-08-05', 'district'))).toBe('no-unit-of-level to');
    expect(refusal(() => up(one, '2026-08-04', 'province'))).toBe('before-last-step on');
    expect(refusal(() => settled(one, '2026-08-04'))).toBe('before-last-step on');
    expect(refusal(() => settled(one, '2026-08-21'))).toBe('date-in-future on');
    const done = settled(one, '2026-08-06');
    expect(refusal(() => up(done, '2026-08-07', 'province'))).toBe('opinion-settled');
    expect(refusal(() => settled(done, '2026-08-07'))).toBe('opinion-settled');
    expect(refusal(() => reopen(done, { on: '2026-08-05', reason: 'why' }, world()))).toBe('before-last-step on');
    expect(refusal(() => reopen(done, { on: TODAY, reason: ' ' }, world()))).toBe('reason-required reason');
    expect(refusal(() => reopen(one, { on: TODAY, reason: 'why' }, world()))).toBe('opinion-open');
  });

  it('is settled at once only at the meeting where it was raised, before it goes anywhere', () => {
    const one = settled(raised(), '2026-08-03', true);
    expect(one.settlements).toMatchObject([{ on: '2026-08-03', level: 'branch', atOnce: true, days: 0 }]);
    expect(refusal(() => settled(raised(), '2026-08-04', true))).toBe('not-at-once atOnce');
    expect(refusal(() => settled(raised({ meetingId: null }), '2026-08-03', true))).toBe('not-at-once atOnce');
    expect(refusal(() => settled(up(raised(), '2026-08-03'), '2026-08-03', true))).toBe('not-at-once atOnce');
  });

  it('is corrected in how it was raised; what was settled at once stays so', () => {
    const to = (one: Opinion, more: Partial<OpinionDetails>, about = world()) => {
      const { unitId: _unitId, ...rest } = details(more);
      return correct(one, rest, 'why', about);
    };
    const moved = world({ meeting: { ...meeting, date: '2026-08-02' } });
    const atOnce = to(settled(raised(), '2026-08-03', true), { raisedOn: '2026-08-02', field: 'other' }, moved);
    expect(atOnce).toMatchObject({
      field: 'other',
      stretches: [{ from: '2026-08-02', to: '2026-08-02' }],
      settlements: [{ on: '2026-08-02', days: 0 }],
    });
    const later = to(settled(raised(), '2026-08-05'), { raisedOn: '2026-08-04', meetingId: null });
    expect(later).toMatchObject({ stretches: [{ from: '2026-08-04' }], settlements: [{ on: '2026-08-05', days: 1 }] });
    const early = { raisedOn: '2026-08-06', meetingId: null };
    expect(refusal(() => to(settled(raised(), '2026-08-05'), early))).toBe('before-last-step raisedOn');
    expect(refusal(() => to(settled(raised(), '2026-08-03', true), { meetingId: null }))).toBe('not-at-once meetingId');
    // Where nothing of the meeting changes, it is not asked again.
    expect(to(raised(), { due: '2026-09-01' }, world({ meeting: null })).due).toBe('2026-09-01');
    expect(refusal(() => to(voided(raised(), 'why'), {}))).toBe('opinion-voided');
  });

  it('voided is over; overdue is what is open past the day set for it', () => {
    const gone = voided(raised(), 'why');
    expect(refusal(() => voided(gone, 'why'))).toBe('opinion-voided');
    expect(refusal(() => voided(raised(), ''))).toBe('reason-required reason');
    expect(refusal(() => up(gone, TODAY))).toBe('opinion-voided');
    const due = raised({ due: '2026-08-10' });
    expect([isOverdue(due, '2026-08-10'), isOverdue(due, '2026-08-11'), isOverdue(raised(), TODAY)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(isOverdue(settled(due, TODAY), TODAY)).toBe(false);
  });
});
