import { dateOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { LinkedMeetings } from '../followup/linked-meetings.js';
import { ResolutionFacts } from './resolution-facts.js';
import { fromDocument, receiptOf, toAnswer, type ResolutionDocument } from './resolution-state.js';
import type { Resolution, ResolutionAct } from './resolution.js';
import type { ResolutionAnswer } from './resolution-answers.dto.js';
import type {
  AdoptResolutionDto,
  CompleteTaskDto,
  CorrectResolutionDto,
  DropTaskDto,
  ReopenTaskDto,
  ReportProgressDto,
} from './resolutions.dto.js';
import { toAdoption } from './resolutions.input.js';
import * as rules from './resolutions.rules.js';
import type { World } from './resolutions.rules.js';
import * as tasks from './tasks.rules.js';

type Recording = { id: string; version: number; state: Resolution; act: ResolutionAct; reason: string | null };
type Change = {
  act: ResolutionAct;
  decide: (one: Resolution, world: World) => Resolution;
  reason?: string | null;
  /** Named anew by the request: needs the right there too. */
  unitId?: string;
  meetingId?: string | null;
};

/** Commands on resolutions: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class ResolutionsService {
  constructor(
    private readonly facts: ResolutionFacts,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly meetings: LinkedMeetings,
  ) {}

  async adopt(command: CommandRequest, dto: AdoptResolutionDto): Promise<Answer<ResolutionAnswer>> {
    await this.authorizer.require(command.sub, 'meetings:write', dto.unitId);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    const adoption = toAdoption(dto, id);
    return this.commands.run(command, async (tx) => {
      if (await this.facts.get(id, tx.session))
        throw new Refusal('conflict', 'resolution-exists', {}, [{ path: 'id', code: 'resolution-exists' }]);
      const state = rules.adopt(adoption, await this.#world(tx, tree, adoption.meetingId));
      return this.#record(tx, command.sub, tree, { id, version: 1, state, act: 'adopted', reason: null });
    });
  }

  /** Replaces what was entered wrongly; another unit needs the right at both. */
  async correct(command: CommandRequest, id: string, dto: CorrectResolutionDto): Promise<Answer<ResolutionAnswer>> {
    const adoption = toAdoption(dto, `${id}/${command.derivedId}`);
    const { unitId, meetingId } = adoption;
    const { reason } = dto;
    const decide: Change['decide'] = (one, world) => rules.correct(one, adoption, reason, world);
    return this.#change(command, id, { act: 'corrected', decide, reason, unitId, meetingId });
  }

  async reportProgress(
    command: CommandRequest,
    id: string,
    taskId: string,
    { on, progress, evidence = null }: ReportProgressDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.#change(command, id, {
      act: 'progress-reported',
      decide: (one, { today }) => tasks.reportProgress(one, taskId, { on, progress, evidence }, today),
    });
  }

  async complete(
    command: CommandRequest,
    id: string,
    taskId: string,
    dto: CompleteTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    const decide: Change['decide'] = (one, { today }) => tasks.complete(one, taskId, dto, today);
    return this.#change(command, id, { act: 'task-done', decide });
  }

  async drop(
    command: CommandRequest,
    id: string,
    taskId: string,
    { reason = null, ...dropping }: DropTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    const decide: Change['decide'] = (one, { today }) => tasks.drop(one, taskId, dropping, today);
    return this.#change(command, id, { act: 'task-dropped', decide, reason });
  }

  async reopen(
    command: CommandRequest,
    id: string,
    taskId: string,
    dto: ReopenTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    const decide: Change['decide'] = (one) => tasks.reopen(one, taskId, dto);
    return this.#change(command, id, { act: 'task-reopened', decide, reason: dto.reason });
  }

  async void(command: CommandRequest, id: string, reason: string): Promise<Answer<ResolutionAnswer>> {
    return this.#change(command, id, { act: 'voided', decide: (one) => rules.voided(one, reason), reason });
  }

  async #change(command: CommandRequest, id: string, change: Change): Promise<Answer<ResolutionAnswer>> {
    const { act, decide, reason = null, unitId, meetingId = null } = change;
    const seen = await this.#load(id);
    for (const at of new Set([seen.unitId, unitId ?? seen.unitId]))
      await this.authorizer.require(command.sub, 'meetings:write', at);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      // It was corrected to another unit since the right was checked.
      if (stored.unitId !== seen.unitId) throw new Refusal('stale', 'stale-version', { current: stored.version });
      const state = decide(fromDocument(stored), await this.#world(tx, tree, meetingId));
      return this.#record(tx, command.sub, tree, { id, version: stored.version + 1, state, act, reason });
    });
  }

  async #world({ now, session }: Tx, tree: Tree, meetingId: string | null): Promise<World> {
    return {
      today: dateOf(localDayOf(now)),
      meeting: await this.meetings.get(meetingId, session),
      tree,
    };
  }

  async #load(id: string, session?: ClientSession): Promise<ResolutionDocument> {
    const found = await this.facts.get(id, session);
    if (!found) throw new Refusal('not-found', 'no-such-resolution');
    return found;
  }

  async #record(tx: Tx, actor: string, tree: Tree, recording: Recording): Promise<Answer<ResolutionAnswer>> {
    const { id, version, state, act, reason } = recording;
    const document = await this.facts.record(tx, { id, version, state, tree }, { act, actor, reason });
    const meetings = await this.meetings.of([document], tx.session);
    const body = toAnswer(document, { tree, meetings });
    return written(version === 1 ? 201 : 200, body, { version, receipt: receiptOf(document) });
  }
}
