import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { Roll, type RollMember } from '#roll';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo, type ClientSession } from 'mongoose';
import type { Statement } from './attendance.rules.js';
import { receiptOf, toAnswer } from './meeting-answer.js';
import { fromDocument } from './meeting-state.js';
import { MeetingWriter, type Recording } from './meeting-writer.js';
import { MEETINGS, type MeetingDocument } from './meeting.schema.js';
import type { CloseMeetingDto, CorrectMeetingDto, MeetingAnswer, PlanMeetingDto } from './meetings.dto.js';
import { toClosing, toCorrection, toDetails, toJoint, toStatement } from './meetings.input.js';
import { close, correct, held, plan, voided, type Circumstances, type Meeting } from './meetings.rules.js';

/** What a request states of one of its units. */
type UnitStatement = Statement & { unitId: string };

/** What a command does to a meeting. */
export type Change = {
  /** The state after it, which will be of that version. */
  decide: (meeting: Meeting, world: Circumstances, version: number) => Meeting;
  reason?: string | null;
  /** When it starts, if that is said anew. */
  startsAt?: string | undefined;
  /** The units that the request names, given who hosts the meeting so far. */
  stated?: (host: string) => UnitStatement[];
  /** What is written beside the new version, in the same transaction. */
  beside?: (tx: Tx, version: number) => Promise<void>;
};

/** Commands on meetings: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class MeetingsService {
  constructor(
    @InjectModel(MEETINGS) private readonly meetings: Model<MeetingDocument>,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly roll: Roll,
    private readonly writer: MeetingWriter,
  ) {}

  /** Plans a meeting, or logs and closes it at once. */
  async plan(command: CommandRequest, dto: PlanMeetingDto): Promise<Answer<MeetingAnswer>> {
    const joint = toJoint(dto.joint ?? []);
    const closing = dto.closing && toStatement(dto.closing);
    const stated = [{ unitId: dto.unitId, ...closing }, ...joint];
    await this.#admit(command.sub, [], stated);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    const added = this.commands.runAdding(command, async (tx) => {
      const details = { ...toDetails(dto), joint };
      const world = await this.#world(tx, tree, stated, details.startsAt);
      const meeting = closing ? held(details, closing, world) : plan(details, world);
      return this.#record(tx, command.sub, { id, version: 1, meeting, reason: null }, tree);
    });
    return added.catch(asKnown);
  }

  async close(command: CommandRequest, id: string, dto: CloseMeetingDto): Promise<Answer<MeetingAnswer>> {
    const { joint, startsAt } = dto;
    return this.change(command, id, {
      decide: (meeting, world) => close(meeting, toClosing(dto), world),
      startsAt,
      stated: (host) => [{ unitId: host, ...toStatement(dto) }, ...toJoint(joint ?? [])],
    });
  }

  /** Replaces what was entered wrongly; other units than before need the right at all of them. */
  async correct(command: CommandRequest, id: string, dto: CorrectMeetingDto): Promise<Answer<MeetingAnswer>> {
    const { reason = '', startsAt } = dto;
    const correction = toCorrection(dto);
    return this.change(command, id, {
      decide: (meeting, world) => correct(meeting, correction, reason, world),
      reason,
      startsAt,
      stated: () => [correction, ...(correction.joint ?? [])],
    });
  }

  async void(command: CommandRequest, id: string, reason = ''): Promise<Answer<MeetingAnswer>> {
    return this.change(command, id, { decide: (meeting) => voided(meeting, reason), reason });
  }

  /** One step of a meeting, for who may write at all its units. @throws Refusal no-such-meeting (404), stale-version (412) */
  async change(
    command: CommandRequest,
    id: string,
    { decide, reason = null, startsAt, stated = () => [], beside }: Change,
  ): Promise<Answer<MeetingAnswer>> {
    const seen = await this.#load(id);
    const statements = stated(seen.unitId);
    await this.#admit(command.sub, seen.unitIds, statements);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      // It was moved to other units since the rights were checked: they say nothing about it there.
      if (stored.unitIds.join() !== seen.unitIds.join())
        throw new Refusal('stale', 'stale-version', { current: stored.version });
      const day = startsAt === undefined ? stored.startsAt : new Date(startsAt);
      const version = stored.version + 1;
      const meeting = decide(fromDocument(stored), await this.#world(tx, tree, statements, day), version);
      await beside?.(tx, version);
      return this.#record(tx, command.sub, { id, version, meeting, reason }, tree);
    });
  }

  /** Asks for the rights, and waits for members on their way: outside the transaction, since units are waited for too. */
  async #admit(sub: string, unitIds: readonly string[], statements: readonly UnitStatement[]): Promise<void> {
    for (const unitId of new Set([...unitIds, ...statements.map((one) => one.unitId)]))
      await this.authorizer.require(sub, 'meetings:write', unitId);
    const named = statements.flatMap(({ members }) => members ?? []).map(({ memberId }) => memberId);
    if (named.length > 0) await this.roll.waitForMembers(named);
  }

  /** The world as the transaction sees it, with the rolls of the units whose members are stated. */
  async #world(tx: Tx, tree: Tree, statements: readonly UnitStatement[], startsAt: Date): Promise<Circumstances> {
    const day = localDayOf(startsAt);
    const rolls = new Map<string, RollMember[]>();
    for (const { unitId, members } of statements)
      if (members) rolls.set(`${unitId}/${day}`, await this.roll.membersOn(unitId, day, tx.session));
    return {
      now: tx.now,
      tree,
      rollOn: (unitId, on) => {
        const roll = rolls.get(`${unitId}/${on}`);
        if (!roll) throw new Error('the rules ask for a roll that no statement named');
        return roll;
      },
    };
  }

  async #load(id: string, session?: ClientSession): Promise<MeetingDocument> {
    const document = await this.meetings
      .findById(id)
      .session(session ?? null)
      .lean<MeetingDocument>();
    if (!document) throw new Refusal('not-found', 'no-such-meeting');
    return document;
  }

  async #record(tx: Tx, actor: string, recording: Recording, tree: Tree): Promise<Answer<MeetingAnswer>> {
    const document = await this.writer.record(tx, actor, recording, tree);
    const { version } = recording;
    return written(version === 1 ? 201 : 200, toAnswer(document, tree), { version, receipt: receiptOf(document) });
  }
}

/** The insert itself says that the id is taken: looking first would be one more request for each meeting. */
function asKnown(error: unknown): never {
  if (!(error instanceof mongo.MongoServerError) || error.code !== 11000) throw error;
  throw new Refusal('conflict', 'meeting-exists', {}, [{ path: 'id', code: 'meeting-exists' }]);
}
