import { dayOf, localInstant } from '#calendar';
import { encodeReceipt, FACT_PREFIXES, type Receipt, type SessionRecordedV1 } from '#contracts';
import type { Tree } from '#tree';
import type { FactVersion, VersionedFact } from '../facts/versioned-facts.js';
import type {
  SessionAnswer,
  SessionItemAnswer,
  SessionNarrativeAnswer,
  SessionVersionAnswer,
} from './session-answers.dto.js';
import type { Session, SessionAct, SessionItem } from './session.js';
import { newestDraft } from './sessions.rules.js';

export const SESSIONS = 'sessions';

export interface SessionDocument extends Session, VersionedFact {}

export function fromDocument(document: SessionDocument): Session {
  const { _id, version: _version, recordedAt: _recordedAt, ...session } = document;
  return session;
}

export const receiptOf = ({ _id, version }: SessionDocument): Receipt => ({
  source: 'meetings',
  factId: FACT_PREFIXES.session + _id,
  version,
});

const toItem = (item: SessionItem): SessionItemAnswer => ({
  itemId: item.id,
  field: item.field,
  drafts: item.drafts.length,
  draftedOn: newestDraft(item).on,
  opinionGiven: newestDraft(item).opinion !== null,
  vote: item.vote,
});

const countQuestions = ({ questions }: Session): { asked: number; answered: number } => ({
  asked: questions.length,
  answered: questions.filter(({ answered }) => answered).length,
});

/** A session without its texts, and without who asked whom. */
export function toAnswer(one: SessionDocument, tree: Tree): SessionAnswer {
  const { _id: id, version, unitId, body, term, state, date, members, present, minutesNumber } = one;
  return {
    id,
    version,
    unitId,
    body,
    term,
    state,
    date,
    startsAt: localInstant(one.startsAt),
    endsAt: localInstant(one.endsAt),
    members,
    present,
    items: one.items.map(toItem),
    questions: countQuestions(one),
    minutesNumber,
    outsideUnitLife: !tree.aliveOn(unitId, dayOf(date)),
    recordedAt: localInstant(one.recordedAt),
    receipt: encodeReceipt(receiptOf(one)),
  };
}

export const toVersionAnswer = (
  { version, actor, act, at, fact }: FactVersion<SessionDocument, SessionAct>,
  tree: Tree,
): SessionVersionAnswer => ({
  version,
  actor,
  act,
  at: localInstant(at),
  session: toAnswer(fact, tree),
});

export const toNarrative = ({ fact, reason }: FactVersion<SessionDocument>): SessionNarrativeAnswer => ({
  id: fact._id,
  version: fact.version,
  reason,
  items: fact.items.map(({ id: itemId, title, drafts }) => ({ itemId, title, drafts })),
  questions: fact.questions.map(({ id: questionId, ...question }) => ({ questionId, ...question })),
  minutes: fact.minutes,
});

/** The event of a version: counts and codes, no person and no text. */
export const toEvent = (one: SessionDocument): SessionRecordedV1 => ({
  sessionId: one._id,
  version: one.version,
  unitId: one.unitId,
  body: one.body,
  term: one.term,
  state: one.state,
  date: one.date,
  members: one.members,
  present: one.present,
  items: one.items.map(toItem).map(({ draftedOn: _draftedOn, ...item }) => item),
  questions: countQuestions(one),
  minutesNumber: one.minutesNumber,
});
