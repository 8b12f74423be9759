import { dateOf, dayOf, localDayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type CaseChangedV1, type Receipt } from '#contracts';
import type { Tree } from '#tree';
import type { CaseDocument, CaseVersionDocument } from './case.schema.js';
import type { CaseAnswer, CaseVersionAnswer, NarrativeAnswer, NarrativeReadAnswer } from './case-answers.dto.js';
import { isOverdue, standing, type Decision } from './cases.rules.js';
import type { NarrativeReadDocument } from './narrative-reads.js';

export const receiptOf = ({ _id, version }: Pick<CaseDocument, '_id' | 'version'>): Receipt => ({
  source: 'inspection',
  factId: FACT_PREFIXES.case + _id,
  version,
});

/** A case without its texts and without the person it may concern, marked by the tree and the day as known now. */
export function toAnswer(one: CaseDocument, tree: Tree): CaseAnswer {
  const today = dateOf(localDayOf(new Date()));
  const { _id: id, version, unitId, committeeId, kind, form, object, state } = one;
  const { openedOn, concludedOn, closedOn, annulledOn } = one;
  return {
    id,
    version,
    unitId,
    committeeId,
    kind,
    form,
    object,
    state,
    openedOn,
    concludedOn,
    closedOn,
    annulledOn,
    findings: one.findings.map(({ summary: _summary, ...finding }) => finding),
    obligations: one.obligations.map((obligation) => {
      const { text: _text, evidence: _evidence, ...rest } = obligation;
      return { ...rest, overdue: isOverdue(one, obligation, today) };
    }),
    outsideUnitLife: !tree.aliveOn(unitId, dayOf(openedOn)),
    recordedAt: localInstant(one.recordedAt),
    receipt: encodeReceipt(receiptOf(one)),
    ...(one.followed && { movedByAct: { id: one.followed.act.id, decision: one.followed.act.decision } }),
  };
}

export const toVersionAnswer = (stored: CaseVersionDocument, tree: Tree): CaseVersionAnswer => ({
  version: stored.version,
  actor: stored.actor,
  at: localInstant(stored.at),
  reason: stored.reason,
  case: toAnswer(stored.case, tree),
});

/** The texts of a case, and the person it concerns. */
export const toNarrative = (one: CaseDocument): NarrativeAnswer => ({
  id: one._id,
  version: one.version,
  memberId: one.memberId,
  findings: one.findings.map(({ findingId, summary }) => ({ findingId, summary })),
  conclusion: one.conclusion,
  obligations: one.obligations.map(({ obligationId, text, evidence }) => ({ obligationId, text, evidence })),
});

export const toReadAnswer = ({ person, at, version }: NarrativeReadDocument): NarrativeReadAnswer => ({
  sub: person,
  at: localInstant(at),
  version,
});

/** The event of a version: codes and dates, no person and no text. */
export const toEvent = (one: CaseDocument, change: Decision['change']): CaseChangedV1 => ({
  caseId: one._id,
  version: one.version,
  unitId: one.unitId,
  committeeId: one.committeeId,
  kind: one.kind,
  form: one.form,
  object: one.object,
  state: one.state,
  openedOn: one.openedOn,
  concludedOn: one.concludedOn,
  closedOn: one.closedOn,
  annulledOn: one.annulledOn,
  findings: standing(one).map(({ findingId, date, severity, content }) => ({ findingId, date, severity, content })),
  obligations: one.obligations.map(({ obligationId, due, fulfilledOn }) => ({ obligationId, due, fulfilledOn })),
  change,
});
