import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal, refused, requireReason } from '#contracts';
import { notAlive, type Lineage } from '#tree';
import { carried } from '../content/votes.rules.js';
import { requirePast } from '../facts/facts.rules.js';
import type { Draft, ItemVoteStatement, Question, Session, SessionDetails, SessionItem } from './session.js';

/** What the rules need to know of the world. */
export interface World {
  now: Date;
  tree: Lineage;
}

/** An item as it is prepared: with its first draft. */
export type ItemStatement = { id: string; field: SessionItem['field']; title: string; draft: string };

export type Holding = {
  /** Members of the body that day. */
  members: number;
  present: number;
  votes: readonly ItemVoteStatement[];
  questions: readonly Question[];
};

const MAX_HOURS = 72;
/** A year ahead. */
const PLANNED_AHEAD = 366;

/**
 * A session with its items, each as drafted (DOMAIN.md 9.4: the secretary prepares, the standing committee gives its
 * opinion on the draft, the committee discusses and votes item by item).
 * @throws Refusal what `settled` and `itemsOf` refuse (422)
 */
export function prepare(details: SessionDetails, items: readonly ItemStatement[], world: World): Session {
  const on = dateOf(localDayOf(world.now));
  return settled(
    {
      ...details,
      state: 'prepared',
      members: null,
      present: null,
      items: itemsOf(items, [], on),
      questions: [],
      minutes: null,
      minutesNumber: null,
    },
    world,
  );
}

/**
 * Replaces what was entered wrongly before the minutes are written; items that stay keep their drafts and votes. Unit,
 * body and term stay: they say in which book it is.
 * @throws Refusal reason-required, voted-item-left-out (422), session-voided, minutes-written (409), what `prepare` refuses
 */
export function correct(
  session: Session,
  { items, ...times }: Pick<SessionDetails, 'startsAt' | 'endsAt'> & { items: readonly ItemStatement[] },
  reason: string,
  world: World,
): Session {
  requireReason(reason);
  requireOpen(session);
  const kept = new Set(items.map(({ id }) => id));
  if (session.items.some(({ id, vote }) => vote !== null && !kept.has(id)))
    throw refused('voted-item-left-out', 'items');
  const on = dateOf(localDayOf(world.now));
  return settled({ ...session, ...times, items: itemsOf(items, session.items, on) }, world);
}

/**
 * A new text of an item. What the standing committee said of the text before is kept with that.
 * @throws Refusal no-such-item (422), session-voided, minutes-written, session-held (409)
 */
export function draft(session: Session, { itemId, text }: { itemId: string; text: string }, now: Date): Session {
  requirePrepared(session);
  const on = dateOf(localDayOf(now));
  return changed(session, itemId, (item) => ({ ...item, drafts: [...item.drafts, { on, text, opinion: null }] }));
}

/**
 * What the standing committee thinks of the newest draft, once a draft. Only a committee's drafts go before it.
 * @throws Refusal no-such-item, opinion-of-committee-only (422), opinion-given-already, session-voided, minutes-written,
 * session-held (409)
 */
export function opine(
  session: Session,
  { itemId, on, text }: { itemId: string; on: string; text: string },
  now: Date,
): Session {
  requirePrepared(session);
  if (session.body !== 'committee') throw refused('opinion-of-committee-only', 'itemId');
  requirePast(on, 'on', dateOf(localDayOf(now)));
  return changed(session, itemId, (item) => {
    const newest = newestDraft(item);
    if (newest.opinion !== null) throw new Refusal('conflict', 'opinion-given-already');
    return { ...item, drafts: [...item.drafts.slice(0, -1), { ...newest, opinion: { on, text } }] };
  });
}

/**
 * The session took place: who was there, the vote on each item, the questions. More than half of **all** members of the
 * body adopt; an item may be left without a vote. Stated anew, it replaces what was stated before.
 * @throws Refusal present-more-than-members, vote-twice, no-such-item, votes-more-than-present, question-twice,
 * quorum-missing, session-not-ended, unit-not-alive (422), session-voided, minutes-written (409)
 */
export function hold(session: Session, { members, present, votes, questions }: Holding, world: World): Session {
  requireOpen(session);
  if (session.endsAt > world.now) throw refused('session-not-ended', 'endsAt');
  if (session.state === 'prepared') requireAlive(session, world);
  if (present > members) throw refused('present-more-than-members', 'present');
  if (votes.length > 0 && present * 2 <= members) throw refused('quorum-missing', 'votes');
  const byItem = new Map(votes.map((vote, at) => [vote.itemId, { vote, at }]));
  if (byItem.size < votes.length) throw refused('vote-twice', 'votes');
  const known = new Set(session.items.map(({ id }) => id));
  votes.forEach(({ itemId, ...cast }, at) => {
    if (!known.has(itemId)) throw refused('no-such-item', `votes.${at}.itemId`);
    if (cast.for + cast.against + cast.abstained > present) throw refused('votes-more-than-present', `votes.${at}.for`);
  });
  if (new Set(questions.map(({ id }) => id)).size < questions.length) throw refused('question-twice', 'questions');
  const items = session.items.map((item) => {
    const stated = byItem.get(item.id)?.vote;
    if (!stated) return { ...item, vote: null };
    const { itemId: _itemId, ...cast } = stated;
    return { ...item, vote: { base: members, ...cast, adopted: carried(cast.for, members, 'half') } };
  });
  return { ...session, state: 'held', members, present, items, questions: [...questions] };
}

/**
 * The minutes are written, under the next number of the book; from then on the session is as it is. What turns out to
 * be wrong is put right by a later session, or the whole is voided and keeps its number.
 * @throws Refusal session-not-held, session-voided, minutes-written (409)
 */
export function minute(session: Session, minutes: string, number: number): Session {
  requireOpen(session);
  if (session.state !== 'held') throw new Refusal('conflict', 'session-not-held');
  return { ...session, state: 'minuted', minutes, minutesNumber: number };
}

/**
 * Entered by mistake or did not take place: it counts nowhere any more, stays readable, and keeps its number.
 * @throws Refusal reason-required (422), session-voided (409)
 */
export function voided(session: Session, reason: string): Session {
  requireReason(reason);
  if (session.state === 'voided') throw new Refusal('conflict', 'session-voided');
  return { ...session, state: 'voided' };
}

/** What is put to the vote. */
export function newestDraft({ drafts }: SessionItem): Draft {
  const newest = drafts.at(-1);
  if (!newest) throw new Error('an item has no draft');
  return newest;
}

type Undated = Omit<Session, 'date'> & { date?: string };

/** @throws Refusal ends-before-start, session-too-long, date-too-early, date-out-of-range, unit-not-alive (422) */
function settled(session: Undated, { now, ...world }: World): Session {
  const { startsAt, endsAt, unitId } = session;
  const [day, today] = [localDayOf(startsAt), localDayOf(now)];
  const date = dateOf(day);
  if (endsAt <= startsAt) throw refused('ends-before-start', 'endsAt');
  if (endsAt.getTime() - startsAt.getTime() > MAX_HOURS * 3_600_000) throw refused('session-too-long', 'endsAt');
  if (day > today + PLANNED_AHEAD) throw refused('date-out-of-range', 'startsAt');
  requirePast(date, 'startsAt', dateOf(today + PLANNED_AHEAD));
  // Moved to another day after it was held: it must have ended there too.
  if (session.state === 'held' && endsAt > now) throw refused('session-not-ended', 'endsAt');
  if (date !== session.date) requireAlive({ unitId, date }, world);
  return { ...session, date };
}

/** A body that ended meanwhile holds no session any more. @throws Refusal unit-not-alive (422) */
function requireAlive({ unitId, date }: Pick<Session, 'unitId' | 'date'>, { tree }: Pick<World, 'tree'>): void {
  if (!tree.aliveOn(unitId, dayOf(date))) throw notAlive(tree, unitId, dayOf(date), 'startsAt');
}

/** @throws Refusal session-item-twice (422) */
function itemsOf(stated: readonly ItemStatement[], known: readonly SessionItem[], on: string): SessionItem[] {
  const twice = stated.findIndex(({ id }, at) => stated.findIndex((item) => item.id === id) < at);
  if (twice >= 0) throw refused('session-item-twice', `items.${twice}.id`);
  return stated.map(({ id, field, title, draft: text }) => {
    const before = known.find((item) => item.id === id);
    if (!before) return { id, field, title, drafts: [{ on, text, opinion: null }], vote: null };
    const same = newestDraft(before).text === text;
    return { ...before, field, title, drafts: same ? before.drafts : [...before.drafts, { on, text, opinion: null }] };
  });
}

function changed(session: Session, itemId: string, change: (item: SessionItem) => SessionItem): Session {
  if (!session.items.some(({ id }) => id === itemId)) throw refused('no-such-item', 'itemId');
  return { ...session, items: session.items.map((item) => (item.id === itemId ? change(item) : item)) };
}

function requireOpen({ state }: Session): void {
  if (state === 'voided') throw new Refusal('conflict', 'session-voided');
  if (state === 'minuted') throw new Refusal('conflict', 'minutes-written');
}

function requirePrepared(session: Session): void {
  requireOpen(session);
  if (session.state !== 'prepared') throw new Refusal('conflict', 'session-held');
}
