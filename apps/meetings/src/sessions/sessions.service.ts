import { dayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { VersionedFacts } from '../facts/versioned-facts.js';
import { MinutesBooks } from './minutes-book.js';
import type { SessionAnswer } from './session-answers.dto.js';
import { fromDocument, receiptOf, SESSIONS, toAnswer, toEvent, type SessionDocument } from './session-state.js';
import type { Session, SessionAct } from './session.js';
import type {
  CorrectSessionDto,
  DraftItemDto,
  HoldSessionDto,
  OpineOnItemDto,
  PrepareSessionDto,
} from './sessions.dto.js';
import * as rules from './sessions.rules.js';
import type { World } from './sessions.rules.js';

type Recording = { id: string; version: number; state: Session; act: SessionAct; reason: string | null };
type Change = {
  act: SessionAct;
  decide: (one: Session, world: World, tx: Tx) => Session | Promise<Session>;
  reason?: string | null;
};

/** Commands on committee sessions: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class SessionsService {
  readonly #facts: VersionedFacts<SessionDocument, SessionAct>;

  constructor(
    store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly outbox: Outbox,
    private readonly books: MinutesBooks,
  ) {
    this.#facts = new VersionedFacts(store, SESSIONS);
  }

  async prepare(command: CommandRequest, dto: PrepareSessionDto): Promise<Answer<SessionAnswer>> {
    const { unitId, body, term } = dto;
    await this.authorizer.require(command.sub, 'meetings:write', unitId);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    const details = { unitId, body, term, ...timesOf(dto) };
    return this.commands.run(command, async (tx) => {
      if (await this.#facts.get(id, tx.session))
        throw new Refusal('conflict', 'session-exists', {}, [{ path: 'id', code: 'session-exists' }]);
      const state = rules.prepare(details, dto.items, worldOf(tx, tree));
      return this.#record(tx, command.sub, tree, { id, version: 1, state, act: 'prepared', reason: null });
    });
  }

  async correct(command: CommandRequest, id: string, dto: CorrectSessionDto): Promise<Answer<SessionAnswer>> {
    const { reason, items } = dto;
    const decide: Change['decide'] = (one, world) => rules.correct(one, { ...timesOf(dto), items }, reason, world);
    return this.#change(command, id, { act: 'corrected', decide, reason });
  }

  async draft(command: CommandRequest, id: string, dto: DraftItemDto): Promise<Answer<SessionAnswer>> {
    return this.#change(command, id, { act: 'drafted', decide: (one, { now }) => rules.draft(one, dto, now) });
  }

  async opine(command: CommandRequest, id: string, dto: OpineOnItemDto): Promise<Answer<SessionAnswer>> {
    return this.#change(command, id, { act: 'opinion-given', decide: (one, { now }) => rules.opine(one, dto, now) });
  }

  async hold(command: CommandRequest, id: string, dto: HoldSessionDto): Promise<Answer<SessionAnswer>> {
    const { members, present, votes = [], questions = [] } = dto;
    const stated = {
      members,
      present,
      votes: votes.map(({ abstained, against, for: inFavour, itemId }) => ({
        itemId,
        for: inFavour,
        against,
        abstained,
      })),
      questions: questions.map(({ id: questionId, askedBy, askedOf, text, answer = null }) => ({
        id: questionId,
        askedBy,
        askedOf,
        text,
        answer,
        answered: answer !== null,
      })),
    };
    return this.#change(command, id, { act: 'held', decide: (one, world) => rules.hold(one, stated, world) });
  }

  /** The number is taken in the transaction that writes the minutes. */
  async minute(command: CommandRequest, id: string, minutes: string): Promise<Answer<SessionAnswer>> {
    const decide: Change['decide'] = async (one, _world, tx) => {
      // Refused before a number is taken, which would be given back anyway: nobody waits for the book in vain.
      rules.minute(one, minutes, 1);
      return rules.minute(one, minutes, await this.books.next(tx, one));
    };
    return this.#change(command, id, { act: 'minuted', decide });
  }

  async void(command: CommandRequest, id: string, reason: string): Promise<Answer<SessionAnswer>> {
    return this.#change(command, id, { act: 'voided', decide: (one) => rules.voided(one, reason), reason });
  }

  async #change(command: CommandRequest, id: string, { act, decide, reason = null }: Change) {
    const { unitId } = await this.#load(id);
    await this.authorizer.require(command.sub, 'meetings:write', unitId);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      const state = await decide(fromDocument(stored), worldOf(tx, tree), tx);
      return this.#record(tx, command.sub, tree, { id, version: stored.version + 1, state, act, reason });
    });
  }

  async #load(id: string, session?: ClientSession): Promise<SessionDocument> {
    const found = await this.#facts.get(id, session);
    if (!found) throw new Refusal('not-found', 'no-such-session');
    return found;
  }

  async #record(tx: Tx, actor: string, tree: Tree, recording: Recording): Promise<Answer<SessionAnswer>> {
    const { id, version, state, act, reason } = recording;
    const document: SessionDocument = { ...state, _id: id, version, recordedAt: tx.now };
    await this.#facts.save(tx, document, { act, actor, reason });
    const key = tree.parentOn(state.unitId, dayOf(state.date)) ?? state.unitId;
    await this.outbox.add(tx, { type: 'meetings.session-recorded.v1', data: toEvent(document), key });
    return written(version === 1 ? 201 : 200, toAnswer(document, tree), { version, receipt: receiptOf(document) });
  }
}

const timesOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

const worldOf = ({ now }: Tx, tree: Tree): World => ({
  now,
  tree,
});
