import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { Outbox } from '#messaging';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type ClientSession } from 'mongoose';
import { receiptOf, toAnswer } from './meeting-answer.js';
import { fromDocument, toDocument, toEvent } from './meeting-state.js';
import { MEETING_VERSIONS, MEETINGS, type MeetingDocument, type MeetingVersionDocument } from './meeting.schema.js';
import type { CloseMeetingDto, CorrectMeetingDto, MeetingAnswer, PlanMeetingDto } from './meetings.dto.js';
import { close, correct, plan, voided, type Circumstances, type Meeting } from './meetings.rules.js';
import { toClosing, toCorrection, toDetails } from './meetings.input.js';

/** A new state of a meeting, with what is noted beside it. */
type Recording = { id: string; version: number; meeting: Meeting; reason: string | null; tree: Tree };

/** Commands on meetings: load → decide by the pure rules → version, fact and event in one transaction. */
@Injectable()
export class MeetingsService {
  constructor(
    @InjectModel(MEETINGS) private readonly meetings: Model<MeetingDocument>,
    @InjectModel(MEETING_VERSIONS) private readonly versions: Model<MeetingVersionDocument>,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly outbox: Outbox,
  ) {}

  /** Plans a meeting, or logs and closes it at once. */
  async plan(command: CommandRequest, dto: PlanMeetingDto): Promise<Answer<MeetingAnswer>> {
    await this.authorizer.require(command.sub, 'meetings:write', dto.unitId);
    const tree = await this.trees.current();
    const id = dto.id ?? command.derivedId;
    return this.commands.run(command, async (tx) => {
      const known = await this.meetings.exists({ _id: id }).session(tx.session);
      if (known) throw new Refusal('conflict', 'meeting-exists', {}, [{ path: 'id', code: 'meeting-exists' }]);
      const world = worldOf(tx, tree);
      const planned = plan(toDetails(dto), world);
      const meeting = dto.closing ? close(planned, { attendance: dto.closing.attendance }, world) : planned;
      return this.#record(tx, command.sub, { id, version: 1, meeting, reason: null, tree });
    });
  }

  async close(command: CommandRequest, id: string, dto: CloseMeetingDto): Promise<Answer<MeetingAnswer>> {
    return this.#change(command, id, (meeting, world) => close(meeting, toClosing(dto), world));
  }

  /** Replaces what was entered wrongly; another unit than before needs the right at both. */
  async correct(command: CommandRequest, id: string, dto: CorrectMeetingDto): Promise<Answer<MeetingAnswer>> {
    const { reason = '', unitId } = dto;
    return this.#change(command, id, (meeting, world) => correct(meeting, toCorrection(dto), reason, world), {
      reason,
      unitId,
    });
  }

  async void(command: CommandRequest, id: string, reason = ''): Promise<Answer<MeetingAnswer>> {
    return this.#change(command, id, (meeting) => voided(meeting, reason), { reason });
  }

  async #change(
    command: CommandRequest,
    id: string,
    decide: (meeting: Meeting, world: Circumstances) => Meeting,
    { reason = null, unitId }: { reason?: string | null; unitId?: string } = {},
  ): Promise<Answer<MeetingAnswer>> {
    // Rights are asked for outside the transaction, since an unknown unit is waited for.
    const seen = await this.#load(id);
    for (const at of new Set([seen.unitId, unitId ?? seen.unitId]))
      await this.authorizer.require(command.sub, 'meetings:write', at);
    const tree = await this.trees.current();
    return this.commands.run(command, async (tx) => {
      const stored = await this.#load(id, tx.session);
      requireIfMatch(command, stored.version);
      // It was moved to another unit since the rights were checked: they say nothing about it there.
      if (stored.unitId !== seen.unitId) throw new Refusal('stale', 'stale-version', { current: stored.version });
      const meeting = decide(fromDocument(stored), worldOf(tx, tree));
      return this.#record(tx, command.sub, { id, version: stored.version + 1, meeting, reason, tree });
    });
  }

  async #load(id: string, session?: ClientSession): Promise<MeetingDocument> {
    const document = await this.meetings
      .findById(id)
      .session(session ?? null)
      .lean<MeetingDocument>();
    if (!document) throw new Refusal('not-found', 'no-such-meeting');
    return document;
  }

  async #record(tx: Tx, actor: string, recording: Recording): Promise<Answer<MeetingAnswer>> {
    const { id, version, meeting, reason, tree } = recording;
    const { session, now } = tx;
    const document = toDocument(meeting, { id, version, recordedAt: now });
    if (version === 1) await this.meetings.create([document], { session });
    else await this.meetings.replaceOne({ _id: id }, document, { session });
    await this.versions.create(
      [{ _id: `${id}/${version}`, meetingId: id, version, actor, at: now, reason, meeting: document }],
      { session },
    );
    // Branches of one parent share its cells, so they share a partition as far as is known here (DESIGN.md 5).
    const key = tree.parentOn(meeting.unitId, meeting.day) ?? meeting.unitId;
    await this.outbox.add(tx, { type: 'meetings.meeting-recorded.v1', data: toEvent(document), key });
    return written(version === 1 ? 201 : 200, toAnswer(document, tree), { version, receipt: receiptOf(document) });
  }
}

const worldOf = ({ now }: Tx, tree: Tree): Circumstances => ({
  now,
  aliveOn: (unitId, day) => tree.aliveOn(unitId, day),
});
