import { dayOf } from '#calendar';
import { SEVERITIES, Refusal, refused, requireReason, type CaseChange, type Severity } from '#contracts';
import { notAlive, type Lineage } from '#tree';
import type { Case, CaseDetails, Finding, Obligation } from './case.js';
import { FORMS_OF_KIND } from './forms.rules.js';

/** What the rules need to know of the world: the day, the tree and the rolls as known here. */
export interface World {
  /** Local date. */
  today: string;
  /** True when the unit was the committee's, or lay under it, on the date. */
  isUnder(unitId: string, committeeId: string, date: string): boolean;
  /** True when the member was on the roll of the unit at some time. */
  wasOnRoll(memberId: string, unitId: string): boolean;
  tree: Lineage;
}

/** A new state, and what made it. `on`: the day it took place. */
export type Decision = { state: Case; change: { what: CaseChange; on: string; severity: Severity | null } };

export type NewFinding = Omit<Finding, 'withdrawnOn'>;
export type NewObligation = Omit<Obligation, 'fulfilledOn' | 'evidence'>;
export type Conclusion = { on: string; conclusion: string; obligations: NewObligation[] };
/** Dates left out stay. */
export type Correction = CaseDetails & { concludedOn?: string | undefined; closedOn?: string | undefined };

/** The Party was founded on 3 February 1930: no case is older. */
const FIRST_DATE = '1930-02-03';

/**
 * Opens a case. A unit that has ended and a member who has left stay subject to inspection (QĐ 296-QĐ/TW), so the life
 * of the unit is not asked for; an answer marks what lies outside of it. A committee that has ended opens none.
 * @throws Refusal what `checkDetails` refuses, date-too-early, date-in-future, unit-not-alive (422)
 */
export function open(details: CaseDetails, world: World): Decision {
  if (details.openedOn < FIRST_DATE) throw refused('date-too-early', 'openedOn');
  checkDate(details.openedOn, 'openedOn', [], world);
  checkDetails(details, world);
  requireAlive(details.committeeId, details.openedOn, 'committeeId', world);
  const state: Case = {
    ...details,
    state: 'opened',
    concludedOn: null,
    closedOn: null,
    annulledOn: null,
    findings: [],
    conclusion: null,
    obligations: [],
  };
  return decided(state, 'opened', details.openedOn);
}

/** @throws Refusal finding-exists, not-open (409), date-in-future, dates-out-of-order (422) */
export function recordFinding(one: Case, finding: NewFinding, world: World): Decision {
  requireState(one, ['opened'], 'not-open');
  if (one.findings.some(({ findingId }) => findingId === finding.findingId))
    throw new Refusal('conflict', 'finding-exists', {}, [{ path: 'id', code: 'finding-exists' }]);
  checkDate(finding.date, 'date', [one.openedOn], world);
  const findings = [...one.findings, { ...finding, withdrawnOn: null }];
  return decided({ ...one, findings }, 'finding-recorded', finding.date, finding.severity);
}

/**
 * Takes a finding back before the conclusion; what was concluded wrongly is annulled instead.
 * @throws Refusal no-such-finding (404), not-open, already-withdrawn (409), reason-required, date-in-future,
 * dates-out-of-order (422)
 */
export function withdrawFinding(one: Case, findingId: string, on: string, reason: string, world: World): Decision {
  requireReason(reason);
  const finding = one.findings.find((candidate) => candidate.findingId === findingId);
  if (!finding) throw new Refusal('not-found', 'no-such-finding');
  requireState(one, ['opened'], 'not-open');
  if (finding.withdrawnOn !== null) throw new Refusal('conflict', 'already-withdrawn');
  checkDate(on, 'on', [finding.date], world);
  const findings = one.findings.map((each) => (each === finding ? { ...each, withdrawnOn: on } : each));
  return decided({ ...one, findings }, 'finding-withdrawn', on, finding.severity);
}

/**
 * Who has to fulfil an obligation must live on the day of the conclusion.
 * @throws Refusal not-open, obligation-exists (409), date-in-future, dates-out-of-order, due-before-conclusion,
 * unit-not-alive (422)
 */
export function conclude(one: Case, { on, conclusion, obligations }: Conclusion, world: World): Decision {
  requireState(one, ['opened'], 'not-open');
  checkDate(on, 'on', [one.openedOn, ...findingDates(one)], world);
  const ids = new Set<string>();
  for (const [at, { obligationId, due }] of obligations.entries()) {
    if (due < on) throw refused('due-before-conclusion', `obligations.${at}.due`);
    requireAlive(obligations[at]!.responsibleUnitId, on, `obligations.${at}.responsibleUnitId`, world);
    if (ids.has(obligationId))
      throw new Refusal('conflict', 'obligation-exists', {}, [
        { path: `obligations.${at}.id`, code: 'obligation-exists' },
      ]);
    ids.add(obligationId);
  }
  const set = obligations.map((obligation) => ({ ...obligation, fulfilledOn: null, evidence: null }));
  return decided({ ...one, state: 'concluded', concludedOn: on, conclusion, obligations: set }, 'concluded', on);
}

/** @throws Refusal no-such-obligation (404), not-concluded, already-fulfilled (409), date-in-future, dates-out-of-order (422) */
export function fulfil(
  one: Case,
  obligationId: string,
  { on, evidence }: { on: string; evidence: string },
  world: World,
): Decision {
  const obligation = one.obligations.find((candidate) => candidate.obligationId === obligationId);
  if (!obligation) throw new Refusal('not-found', 'no-such-obligation');
  requireState(one, ['concluded'], 'not-concluded');
  if (obligation.fulfilledOn !== null) throw new Refusal('conflict', 'already-fulfilled');
  checkDate(on, 'on', [one.concludedOn], world);
  const obligations = one.obligations.map((each) =>
    each === obligation ? { ...each, fulfilledOn: on, evidence } : each,
  );
  return decided({ ...one, obligations }, 'obligation-fulfilled', on);
}

/** @throws Refusal not-concluded, obligations-open (409), date-in-future, dates-out-of-order (422) */
export function close(one: Case, on: string, world: World): Decision {
  requireState(one, ['concluded'], 'not-concluded');
  if (one.obligations.some(({ fulfilledOn }) => fulfilledOn === null))
    throw new Refusal('conflict', 'obligations-open');
  checkDate(on, 'on', [one.concludedOn, ...fulfilments(one)], world);
  return decided({ ...one, state: 'closed', closedOn: on }, 'closed', on);
}

/**
 * Puts a wrongful conclusion right (QĐ 117-QĐ/TW, 18/8/2023): what was concluded stays as it was, on its dates.
 * @throws Refusal not-concluded (409), reason-required, date-in-future, dates-out-of-order (422)
 */
export function annul(one: Case, on: string, reason: string, world: World): Decision {
  requireReason(reason);
  requireState(one, ['concluded', 'closed'], 'not-concluded');
  checkDate(on, 'on', [one.concludedOn, one.closedOn, ...fulfilments(one)], world);
  return decided({ ...one, state: 'annulled', annulledOn: on }, 'annulled', on);
}

/**
 * Entered by mistake: it counts nowhere any more, and stays readable.
 * @throws Refusal reason-required (422), case-voided (409)
 */
export function voided(one: Case, reason: string, world: World): Decision {
  requireReason(reason);
  if (one.state === 'voided') throw new Refusal('conflict', 'case-voided');
  return decided({ ...one, state: 'voided' }, 'voided', world.today);
}

/**
 * Replaces what was entered wrongly. What was accepted before is not asked again where it stays: the tree and the
 * rolls may have been corrected since.
 * @throws Refusal reason-required (422), case-annulled, case-voided, not-concluded, not-closed (409), what `open` refuses
 */
export function correct(one: Case, correction: Correction, reason: string, world: World): Decision {
  requireReason(reason);
  if (one.state === 'voided') throw new Refusal('conflict', 'case-voided');
  if (one.state === 'annulled') throw new Refusal('conflict', 'case-annulled');
  const { concludedOn = one.concludedOn, closedOn = one.closedOn, ...details } = correction;
  if (concludedOn !== null && one.concludedOn === null) throw new Refusal('conflict', 'not-concluded');
  if (closedOn !== null && one.closedOn === null) throw new Refusal('conflict', 'not-closed');
  if (details.openedOn < FIRST_DATE) throw refused('date-too-early', 'openedOn');
  checkDate(details.openedOn, 'openedOn', [], world);
  checkDetails(details, world, one);
  const state = { ...one, ...details, concludedOn, closedOn };
  const dates = findingDates(state);
  if (dates.some((date) => date < details.openedOn)) throw refused('dates-out-of-order', 'openedOn');
  if (concludedOn !== null) {
    checkDate(concludedOn, 'concludedOn', [details.openedOn, ...dates], world);
    const later = [...fulfilments(state), ...state.obligations.map(({ due }) => due)];
    if (later.some((date) => date < concludedOn)) throw refused('dates-out-of-order', 'concludedOn');
  }
  if (closedOn !== null) checkDate(closedOn, 'closedOn', [concludedOn, ...fulfilments(state)], world);
  return decided(state, 'corrected', world.today);
}

/** The findings that stand. */
export const standing = ({ findings }: Pick<Case, 'findings'>): Finding[] =>
  findings.filter(({ withdrawnOn }) => withdrawnOn === null);

/** True from the day after `due` until it is fulfilled, as long as the conclusion stands. */
export const isOverdue = ({ state }: Pick<Case, 'state'>, { due, fulfilledOn }: Obligation, today: string): boolean =>
  state === 'concluded' && fulfilledOn === null && due < today;

/**
 * The committee may inspect its own unit and those under it on the day the case opened; a voided unit lies nowhere.
 * @throws Refusal form-not-of-kind, outside-committee, member-required, member-of-organisation, member-not-of-unit (422)
 */
function checkDetails(details: CaseDetails, world: World, before?: Case): void {
  const { unitId, committeeId, kind, form, object, memberId, openedOn } = details;
  if (!FORMS_OF_KIND[kind].includes(form)) throw refused('form-not-of-kind', 'form');
  const samePlace = before?.unitId === unitId && before.committeeId === committeeId && before.openedOn === openedOn;
  if (!samePlace && !world.isUnder(unitId, committeeId, openedOn)) throw refused('outside-committee', 'committeeId');
  if (object === 'organisation' && memberId !== null) throw refused('member-of-organisation', 'memberId');
  if (object !== 'member') return;
  if (memberId === null) throw refused('member-required', 'memberId');
  const sameMember = before?.unitId === unitId && before.memberId === memberId;
  if (!sameMember && !world.wasOnRoll(memberId, unitId)) throw refused('member-not-of-unit', 'memberId');
}

/** What a step did, with the severity of the worst that was found. */
export function decided(state: Case, what: CaseChange, on: string, severity = worst(state)): Decision {
  return { state, change: { what, on, severity } };
}

const worst = (one: Case): Severity | null => {
  const severities = new Set(standing(one).map(({ severity }) => severity));
  return SEVERITIES.findLast((severity) => severities.has(severity)) ?? null;
};

/** Days on which something was found, or taken back: all before the conclusion. */
const findingDates = ({ findings }: Case): string[] => findings.flatMap(({ date, withdrawnOn }) => withdrawnOn ?? date);
const fulfilments = ({ obligations }: Case): string[] => obligations.flatMap(({ fulfilledOn }) => fulfilledOn ?? []);

/** A date after (or on) those that lead to it, and not to come. */
function checkDate(date: string, path: string, after: readonly (string | null)[], { today }: World): void {
  if (date > today) throw refused('date-in-future', path);
  if (after.some((earlier) => earlier !== null && date < earlier)) throw refused('dates-out-of-order', path);
}

/** @throws Refusal unit-not-alive (422) */
function requireAlive(unitId: string, on: string, path: string, { tree }: World): void {
  if (!tree.aliveOn(unitId, dayOf(on))) throw notAlive(tree, unitId, dayOf(on), path);
}

function requireState(one: Case, states: readonly Case['state'][], code: 'not-open' | 'not-concluded'): void {
  if (states.includes(one.state)) return;
  if (one.state === 'voided') throw new Refusal('conflict', 'case-voided');
  if (one.state === 'annulled') throw new Refusal('conflict', 'case-annulled');
  if (code === 'not-open') throw new Refusal('conflict', 'not-open');
  throw new Refusal('conflict', 'not-concluded');
}
