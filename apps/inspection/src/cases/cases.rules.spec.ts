import { Refusal } from '#contracts';
import type { Case, CaseDetails } from './case.js';
import {
  annul,
  close,
  conclude,
  correct,
  fulfil,
  isOverdue,
  open,
  recordFinding,
  voided,
  withdrawFinding,
  type NewFinding,
  type NewObligation,
  type World,
} from './cases.rules.js';

const [COMMITTEE, BRANCH, ELSEWHERE, MEMBER] = ['committee', 'branch', 'elsewhere', 'member'];
/** The branch lay under the committee from 2020 on; the member was on its roll once. */
const world = (today = '2026-12-31'): World => ({
  today,
  tree: { aliveOn: () => true, get: () => undefined, parentOn: () => null },
  isUnder: (unitId, committeeId, date) =>
    unitId === committeeId || (unitId === BRANCH && committeeId === COMMITTEE && date >= '2020-01-01'),
  wasOnRoll: (memberId, unitId) => memberId === MEMBER && unitId === BRANCH,
});
const nowhere: World = { ...world(), isUnder: () => false, wasOnRoll: () => false };

const details = (changes: Partial<CaseDetails> = {}): CaseDetails => ({
  unitId: BRANCH,
  committeeId: COMMITTEE,
  kind: 'inspection',
  form: 'regular',
  object: 'organisation',
  memberId: null,
  openedOn: '2026-07-01',
  ...changes,
});
const ofMember = (changes: Partial<CaseDetails> = {}): CaseDetails =>
  details({ object: 'member', memberId: MEMBER, ...changes });
const finding = (changes: Partial<NewFinding> = {}): NewFinding => ({
  findingId: 'f1',
  date: '2026-07-10',
  severity: 'serious',
  content: 'unity',
  summary: 'A text.',
  ...changes,
});
const obligation = (changes: Partial<NewObligation> = {}): NewObligation => ({
  obligationId: 'o1',
  due: '2026-09-30',
  responsibleUnitId: BRANCH,
  text: 'A text.',
  ...changes,
});

const opened = (): Case => open(details(), world()).state;
const found = (changes: Partial<NewFinding> = {}): Case => recordFinding(opened(), finding(changes), world()).state;
const concluded = (obligations = [obligation()]): Case =>
  conclude(found(), { on: '2026-07-20', conclusion: 'A text.', obligations }, world()).state;
const fulfilled = (on = '2026-08-15'): Case => fulfil(concluded(), 'o1', { on, evidence: 'A paper.' }, world()).state;
const closed = (): Case => close(fulfilled(), '2026-08-20', world()).state;
const annulled = (): Case => annul(closed(), '2026-08-25', 'wrong', world()).state;
const gone = (): Case => voided(opened(), 'twice', world()).state;

const refusal = (work: () => unknown): [string, string, ...string[]] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return [error.kind, error.code, ...error.fields.map(({ path }) => path)];
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('opening', () => {
  it('takes over what the committee says, with nothing found yet', () => {
    expect(open(ofMember(), world())).toEqual({
      state: {
        ...ofMember(),
        state: 'opened',
        concludedOn: null,
        closedOn: null,
        annulledOn: null,
        findings: [],
        conclusion: null,
        obligations: [],
      },
      change: { what: 'opened', on: '2026-07-01', severity: null },
    });
  });

  it('lets a committee inspect its own unit', () => {
    expect(open(details({ unitId: COMMITTEE }), world()).state.unitId).toBe(COMMITTEE);
  });

  it.each<[string, string, Partial<CaseDetails>]>([
    ['form-not-of-kind', 'form', { kind: 'supervision', form: 'periodic' }],
    ['form-not-of-kind', 'form', { kind: 'supervision', form: 'signs-of-violation' }],
    ['outside-committee', 'committeeId', { committeeId: ELSEWHERE }],
    // Before the branch came under the committee.
    ['outside-committee', 'committeeId', { openedOn: '2019-12-31' }],
    ['member-required', 'memberId', { object: 'member' }],
    ['member-of-organisation', 'memberId', { memberId: MEMBER }],
    ['member-not-of-unit', 'memberId', { object: 'member', memberId: MEMBER, unitId: COMMITTEE }],
    ['member-not-of-unit', 'memberId', { object: 'member', memberId: 'somebody' }],
    ['date-too-early', 'openedOn', { openedOn: '1930-02-02' }],
    ['date-in-future', 'openedOn', { openedOn: '2027-01-01' }],
  ])('refuses %s, naming %s', (code, field, changes) => {
    expect(refusal(() => open(details(changes), world()))).toEqual(['unprocessable', code, field]);
  });

  it('refuses a unit that lies nowhere, as voided ones do, whichever committee it is', () => {
    expect(refusal(() => open(details({ unitId: COMMITTEE }), nowhere))[1]).toBe('outside-committee');
  });

  it.each(['2026-12-31', '1930-02-03'])('takes the first and the last day there is: %s', (openedOn) => {
    expect(open(details({ unitId: COMMITTEE, openedOn }), world()).state.openedOn).toBe(openedOn);
  });
});

describe('findings', () => {
  it('are recorded with their own severity', () => {
    const decision = recordFinding(found(), finding({ findingId: 'f2', severity: 'less-serious' }), world());
    expect(decision.state.findings.map(({ findingId, withdrawnOn }) => [findingId, withdrawnOn])).toEqual([
      ['f1', null],
      ['f2', null],
    ]);
    expect(decision.change).toEqual({ what: 'finding-recorded', on: '2026-07-10', severity: 'less-serious' });
  });

  it('stay readable when withdrawn', () => {
    const decision = withdrawFinding(found(), 'f1', '2026-07-12', 'papers came', world());
    expect(decision.state.findings).toEqual([{ ...finding(), withdrawnOn: '2026-07-12' }]);
    expect(decision.change).toEqual({ what: 'finding-withdrawn', on: '2026-07-12', severity: 'serious' });
  });

  it.each<[string, string, () => unknown]>([
    ['conflict', 'finding-exists', () => recordFinding(found(), finding(), world())],
    ['conflict', 'not-open', () => recordFinding(concluded(), finding({ findingId: 'f2' }), world())],
    ['conflict', 'case-annulled', () => recordFinding(annulled(), finding({ findingId: 'f2' }), world())],
    ['conflict', 'case-voided', () => recordFinding(gone(), finding(), world())],
    ['unprocessable', 'dates-out-of-order', () => found({ date: '2026-06-30' })],
    ['unprocessable', 'date-in-future', () => found({ date: '2027-01-01' })],
    ['not-found', 'no-such-finding', () => withdrawFinding(found(), 'f2', '2026-07-12', 'r', world())],
    ['conflict', 'not-open', () => withdrawFinding(concluded(), 'f1', '2026-07-12', 'r', world())],
    ['unprocessable', 'reason-required', () => withdrawFinding(found(), 'f1', '2026-07-12', ' ', world())],
    ['unprocessable', 'dates-out-of-order', () => withdrawFinding(found(), 'f1', '2026-07-09', 'r', world())],
    ['unprocessable', 'date-in-future', () => withdrawFinding(found(), 'f1', '2027-01-01', 'r', world())],
  ])('are refused: %s %s', (kind, code, work) => {
    expect(refusal(work).slice(0, 2)).toEqual([kind, code]);
  });

  it('are withdrawn once', () => {
    const withdrawn = withdrawFinding(found(), 'f1', '2026-07-12', 'r', world()).state;
    expect(refusal(() => withdrawFinding(withdrawn, 'f1', '2026-07-12', 'r', world()))).toEqual([
      'conflict',
      'already-withdrawn',
    ]);
  });
});

describe('concluding', () => {
  it('sets what has to be done, and tells the worst finding that stands', () => {
    const worse = recordFinding(found(), finding({ findingId: 'f2', severity: 'very-serious' }), world()).state;
    const worst = recordFinding(worse, finding({ findingId: 'f3', severity: 'exceptionally-serious' }), world()).state;
    const one = withdrawFinding(worst, 'f3', '2026-07-12', 'r', world()).state;
    const conclusion = { on: '2026-07-20', conclusion: 'A text.', obligations: [obligation()] };
    const decision = conclude(one, conclusion, world());
    expect(decision.change).toEqual({ what: 'concluded', on: '2026-07-20', severity: 'very-serious' });
    expect(decision.state).toMatchObject({ state: 'concluded', concludedOn: '2026-07-20', conclusion: 'A text.' });
    expect(decision.state.obligations).toEqual([{ ...obligation(), fulfilledOn: null, evidence: null }]);
  });

  it.each<[string, () => unknown]>([
    ['not-open', () => conclude(concluded(), { on: '2026-07-20', conclusion: 't', obligations: [] }, world())],
    ['case-annulled', () => conclude(annulled(), { on: '2026-07-20', conclusion: 't', obligations: [] }, world())],
    ['case-voided', () => conclude(gone(), { on: '2026-07-20', conclusion: 't', obligations: [] }, world())],
    ['obligation-exists', () => concluded([obligation(), obligation()])],
    ['due-before-conclusion', () => concluded([obligation({ due: '2026-07-19' })])],
    ['date-in-future', () => conclude(found(), { on: '2027-01-01', conclusion: 't', obligations: [] }, world())],
    ['dates-out-of-order', () => conclude(found(), { on: '2026-07-09', conclusion: 't', obligations: [] }, world())],
  ])('refuses %s', (code, work) => expect(refusal(work)[1]).toBe(code));

  it('names the obligation at fault', () => {
    expect(refusal(() => concluded([obligation(), obligation({ obligationId: 'o2', due: '2026-07-19' })]))[2]).toBe(
      'obligations.1.due',
    );
    expect(refusal(() => concluded([obligation(), obligation()]))[2]).toBe('obligations.1.id');
  });

  it('comes after a finding was withdrawn, for afterwards none is', () => {
    const withdrawn = withdrawFinding(found(), 'f1', '2026-07-12', 'r', world()).state;
    const on = (date: string) => conclude(withdrawn, { on: date, conclusion: 't', obligations: [] }, world());
    expect(refusal(() => on('2026-07-11'))[1]).toBe('dates-out-of-order');
    expect(on('2026-07-12').change.severity).toBeNull();
  });
});

describe('fulfilling and closing', () => {
  it('keeps what shows it, and closes once nothing is left', () => {
    expect(fulfilled().obligations).toEqual([{ ...obligation(), fulfilledOn: '2026-08-15', evidence: 'A paper.' }]);
    expect(fulfil(concluded(), 'o1', { on: '2026-08-15', evidence: 'e' }, world()).change.what).toBe(
      'obligation-fulfilled',
    );
    expect(closed()).toMatchObject({ state: 'closed', closedOn: '2026-08-20' });
    expect(close(concluded([]), '2026-07-20', world()).state.state).toBe('closed');
  });

  it.each<[string, () => unknown]>([
    ['no-such-obligation', () => fulfil(concluded(), 'o2', { on: '2026-08-15', evidence: 'e' }, world())],
    ['already-fulfilled', () => fulfil(fulfilled(), 'o1', { on: '2026-08-15', evidence: 'e' }, world())],
    ['not-concluded', () => fulfil(closed(), 'o1', { on: '2026-08-15', evidence: 'e' }, world())],
    ['case-annulled', () => fulfil(annulled(), 'o1', { on: '2026-08-15', evidence: 'e' }, world())],
    ['dates-out-of-order', () => fulfilled('2026-07-19')],
    ['date-in-future', () => fulfilled('2027-01-01')],
    ['obligations-open', () => close(concluded(), '2026-08-20', world())],
    ['not-concluded', () => close(opened(), '2026-08-20', world())],
    ['not-concluded', () => close(closed(), '2026-08-20', world())],
    ['case-voided', () => close(gone(), '2026-08-20', world())],
    ['dates-out-of-order', () => close(fulfilled(), '2026-08-14', world())],
    ['date-in-future', () => close(fulfilled(), '2027-01-01', world())],
  ])('refuses %s', (code, work) => expect(refusal(work)[1]).toBe(code));

  it('is overdue from the day after the last one, as long as the conclusion stands', () => {
    const [set] = concluded().obligations as [Case['obligations'][0]];
    const [done] = fulfilled().obligations as [Case['obligations'][0]];
    expect(isOverdue(concluded(), set, '2026-09-30')).toBe(false);
    expect(isOverdue(concluded(), set, '2026-10-01')).toBe(true);
    expect(isOverdue(fulfilled(), done, '2026-10-01')).toBe(false);
    expect(isOverdue(annul(concluded(), '2026-08-25', 'r', world()).state, set, '2026-10-01')).toBe(false);
  });
});

describe('annulling and voiding', () => {
  it('leaves all as it was concluded, with a date', () => {
    const before = closed();
    expect(annul(before, '2026-08-25', 'wrong', world())).toEqual({
      state: { ...before, state: 'annulled', annulledOn: '2026-08-25' },
      change: { what: 'annulled', on: '2026-08-25', severity: 'serious' },
    });
    expect(annul(concluded(), '2026-07-20', 'wrong', world()).state.closedOn).toBeNull();
  });

  it('voids in any state but its own, today', () => {
    for (const one of [opened(), concluded(), closed(), annulled()])
      expect(voided(one, 'twice', world())).toMatchObject({
        state: { ...one, state: 'voided' },
        change: { what: 'voided', on: '2026-12-31' },
      });
  });

  it.each<[string, () => unknown]>([
    ['not-concluded', () => annul(opened(), '2026-08-25', 'r', world())],
    ['case-annulled', () => annul(annulled(), '2026-08-25', 'r', world())],
    ['case-voided', () => annul(gone(), '2026-08-25', 'r', world())],
    ['reason-required', () => annul(closed(), '2026-08-25', '\t', world())],
    ['dates-out-of-order', () => annul(closed(), '2026-08-19', 'r', world())],
    ['dates-out-of-order', () => annul(fulfilled(), '2026-08-14', 'r', world())],
    ['date-in-future', () => annul(closed(), '2027-01-01', 'r', world())],
    ['case-voided', () => voided(gone(), 'r', world())],
    ['reason-required', () => voided(opened(), '', world())],
  ])('refuses %s', (code, work) => expect(refusal(work)[1]).toBe(code));
});

describe('correcting', () => {
  it('replaces details and dates, and keeps what is not named', () => {
    const one = closed();
    const decision = correct(one, { ...details({ form: 'periodic' }), concludedOn: '2026-07-21' }, 'slip', world());
    expect(decision.state).toEqual({ ...one, form: 'periodic', concludedOn: '2026-07-21' });
    expect(decision.change).toEqual({ what: 'corrected', on: '2026-12-31', severity: 'serious' });
  });

  it('does not ask the tree and the rolls again about what stays', () => {
    const one = open(ofMember(), world()).state;
    expect(correct(one, ofMember({ form: 'thematic' }), 'slip', nowhere).state.form).toBe('thematic');
    expect(refusal(() => correct(one, ofMember({ openedOn: '2026-07-02' }), 'slip', nowhere))[1]).toBe(
      'outside-committee',
    );
    const roll = { ...nowhere, isUnder: () => true };
    expect(refusal(() => correct(one, ofMember({ memberId: 'somebody' }), 'slip', roll))[1]).toBe('member-not-of-unit');
    expect(refusal(() => correct(one, ofMember({ unitId: COMMITTEE }), 'slip', roll))[1]).toBe('member-not-of-unit');
  });

  it.each<[string, string | undefined, () => unknown]>([
    ['reason-required', 'reason', () => correct(opened(), details(), ' ', world())],
    ['case-voided', undefined, () => correct(gone(), details(), 'r', world())],
    ['case-annulled', undefined, () => correct(annulled(), details(), 'r', world())],
    ['not-concluded', undefined, () => correct(found(), { ...details(), concludedOn: '2026-07-20' }, 'r', world())],
    ['not-closed', undefined, () => correct(concluded(), { ...details(), closedOn: '2026-08-20' }, 'r', world())],
    ['date-too-early', 'openedOn', () => correct(opened(), details({ openedOn: '1930-02-02' }), 'r', world())],
    ['date-in-future', 'openedOn', () => correct(opened(), details({ openedOn: '2027-01-01' }), 'r', world())],
    [
      'form-not-of-kind',
      'form',
      () => correct(opened(), details({ kind: 'supervision', form: 'periodic' }), 'r', world()),
    ],
    // After a finding, after the conclusion; concluded before a finding, after a fulfilment or a last day; closed before.
    ['dates-out-of-order', 'openedOn', () => correct(found(), details({ openedOn: '2026-07-11' }), 'r', world())],
    [
      'dates-out-of-order',
      'concludedOn',
      () => correct(concluded(), { ...details(), concludedOn: '2026-07-09' }, 'r', world()),
    ],
    [
      'dates-out-of-order',
      'concludedOn',
      () => correct(closed(), { ...details(), concludedOn: '2026-08-16' }, 'r', world()),
    ],
    [
      'dates-out-of-order',
      'concludedOn',
      () => correct(concluded(), { ...details(), concludedOn: '2026-10-01' }, 'r', world()),
    ],
    [
      'date-in-future',
      'concludedOn',
      () => correct(concluded(), { ...details(), concludedOn: '2027-01-01' }, 'r', world()),
    ],
    ['dates-out-of-order', 'closedOn', () => correct(closed(), { ...details(), closedOn: '2026-08-14' }, 'r', world())],
    ['date-in-future', 'closedOn', () => correct(closed(), { ...details(), closedOn: '2027-01-01' }, 'r', world())],
  ])('refuses %s at %s', (code, field, work) => {
    const [, raised, path] = refusal(work);
    expect([raised, path]).toEqual([code, field]);
  });
});
