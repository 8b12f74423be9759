import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { nearestState, TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { LinkedMeetings } from '../followup/linked-meetings.js';
import type { Step } from './levels.rules.js';
import { OpinionFacts } from './opinion-facts.js';
import { fromDocument, receiptOf, toAnswer, type OpinionDocument } from './opinion-state.js';
import type { Opinion, OpinionAct, OpinionDetails } from './opinion.js';
import type { OpinionAnswer } from './opinion-answers.dto.js';
import type {
  CorrectOpinionDto,
  EscalateOpinionDto,
  RaiseOpinionDto,
  ReopenOpinionDto,
  SettleOpinionDto,
} from './opinions.dto.js';
import * as rules from './opinions.rules.js';
import type { World } from './opinions.rules.js';

type Recording = { id: string; version: number; state: Opinion; act: OpinionAct; reason: string | null };
type Change = {
  act: OpinionAct;
  decide: (one: Opinion, world: World) => Opinion;
  reason?: string | null;
  meetingId?: string | null;
};

/** Commands on opinions: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class OpinionsService {
  constructor(
    private readonly facts: OpinionFacts,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly meetings: LinkedMeetings,
  ) {}

  /** Raised, and settled on the spot where that is said. */
  async raise(command: CommandRequest, dto: RaiseOpinionDto): Promise<Answer<OpinionAnswer>> {
    await this.authorizer.require(command.sub, 'meetings:write', dto.unitId);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    const details = { ...toDetails(dto), unitId: dto.unitId };
    const { settledAtOnce } = dto;
    return this.commands.run(command, async (tx) => {
      if (await this.facts.get(id, tx.session))
        throw new Refusal('conflict', 'opinion-exists', {}, [{ path: 'id', code: 'opinion-exists' }]);
      const world = await this.#world(tx, tree, details.meetingId);
      const raised = rules.raise(details, world);
      const atOnce = settledAtOnce && { on: details.raisedOn, atOnce: true, reply: settledAtOnce.reply };
      const state = atOnce ? rules.settle(raised, atOnce, world) : raised;
      return this.#record(tx, command.sub, tree, { id, version: 1, state, act: 'raised', reason: null });
    });
  }

  async correct(command: CommandRequest, id: string, dto: CorrectOpinionDto): Promise<Answer<OpinionAnswer>> {
    const { reason } = dto;
    const details = toDetails(dto);
    const decide: Change['decide'] = (one, world) => rules.correct(one, details, reason, world);
    return this.#change(command, id, { act: 'corrected', decide, reason, meetingId: details.meetingId });
  }

  async escalate(
    command: CommandRequest,
    id: string,
    { on, to, reason = null }: EscalateOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    const decide: Change['decide'] = (one, world) => rules.escalate(one, { on, to }, world);
    return this.#change(command, id, { act: 'escalated', decide, reason });
  }

  async settle(
    command: CommandRequest,
    id: string,
    { on, atOnce = false, reply }: SettleOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    const decide: Change['decide'] = (one, world) => rules.settle(one, { on, atOnce, reply }, world);
    return this.#change(command, id, { act: 'settled', decide });
  }

  async reopen(command: CommandRequest, id: string, dto: ReopenOpinionDto): Promise<Answer<OpinionAnswer>> {
    const decide: Change['decide'] = (one, world) => rules.reopen(one, dto, world);
    return this.#change(command, id, { act: 'reopened', decide, reason: dto.reason });
  }

  async void(command: CommandRequest, id: string, reason: string): Promise<Answer<OpinionAnswer>> {
    return this.#change(command, id, { act: 'voided', decide: (one) => rules.voided(one, reason), reason });
  }

  /** Needs the right where the opinion lies: what went up is no longer the branch's to settle, correct or void. */
  async #change(command: CommandRequest, id: string, change: Change): Promise<Answer<OpinionAnswer>> {
    const { act, decide, reason = null, meetingId = null } = change;
    const seen = await this.#load(id);
    await this.authorizer.require(command.sub, 'meetings:write', seen.lying.unitId);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      // It went up since the right was checked.
      if (stored.lying.unitId !== seen.lying.unitId)
        throw new Refusal('stale', 'stale-version', { current: stored.version });
      const state = decide(fromDocument(stored), await this.#world(tx, tree, meetingId));
      return this.#record(tx, command.sub, tree, { id, version: stored.version + 1, state, act, reason });
    });
  }

  async #world({ now, session }: Tx, tree: Tree, meetingId: string | null): Promise<World> {
    return {
      today: dateOf(localDayOf(now)),
      meeting: await this.meetings.get(meetingId, session),
      tree,
      pathOn: (unitId, date) => stepsOn(tree, unitId, date),
    };
  }

  async #load(id: string, session?: ClientSession): Promise<OpinionDocument> {
    const found = await this.facts.get(id, session);
    if (!found) throw new Refusal('not-found', 'no-such-opinion');
    return found;
  }

  async #record(tx: Tx, actor: string, tree: Tree, recording: Recording): Promise<Answer<OpinionAnswer>> {
    const { id, version, state, act, reason } = recording;
    const document = await this.facts.record(tx, { id, version, state, tree }, { act, actor, reason });
    const meetings = await this.meetings.of([document], tx.session);
    const body = toAnswer(document, { tree, meetings });
    return written(version === 1 ? 201 : 200, body, { version, receipt: receiptOf(document) });
  }
}

const toDetails = (dto: RaiseOpinionDto | CorrectOpinionDto): Omit<OpinionDetails, 'unitId'> => ({
  meetingId: dto.meetingId ?? null,
  raisedOn: dto.raisedOn,
  by: dto.by,
  field: dto.field,
  due: dto.due ?? null,
  text: dto.text,
});

/** The way up from a unit on a date, with the level each unit had then. */
function stepsOn(tree: Tree, unitId: string, date: string): Step[] {
  const day = dayOf(date);
  return tree.path(unitId, day).flatMap((id) => {
    const record = tree.get(id);
    const state = record && nearestState(record, day);
    return state ? [{ unitId: id, level: state.level }] : [];
  });
}
