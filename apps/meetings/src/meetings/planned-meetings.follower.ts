import { dayOf } from '#calendar';
import type { Tx } from '#http';
import { actorOf, followedBy, Followers, noteOf, type Follower, type Following } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { fromDocument } from './meeting-state.js';
import { MeetingWriter } from './meeting-writer.js';
import { MEETINGS, type MeetingDocument } from './meeting.schema.js';
import { unitsOf } from './meetings.rules.js';
import { goingTo, movedTo } from './planned-meetings.rules.js';

/** A meeting planned for a day on which its unit has ended takes place with who goes on. */
@Injectable()
export class PlannedMeetingsFollower implements Follower, OnModuleInit {
  constructor(
    @InjectModel(MEETINGS) private readonly meetings: Model<MeetingDocument>,
    private readonly writer: MeetingWriter,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.followers.add(this);
  }

  async open(unitIds: readonly string[]): Promise<string[]> {
    const among = { $in: [...unitIds] };
    const found = await this.meetings
      .find({ state: 'planned', $or: [{ unitIds: among }, { 'followed.units': among }] }, { _id: 1 })
      .lean<{ _id: string }[]>();
    return found.map(({ _id }) => _id);
  }

  async follow(tx: Tx, id: string, { act, tree }: Following): Promise<void> {
    const stored = await this.meetings.findById(id).session(tx.session).lean<MeetingDocument>();
    if (stored?.state !== 'planned') return;
    const meeting = fromDocument(stored);
    const moved = followedBy({ ...stored, parts: unitsOf(meeting) }, act, {
      going: (unitIds) => goingTo(tree, unitIds, dayOf(stored.date)),
      unitsOf: (unitIds) => unitIds,
    });
    if (!moved) return;
    const next = { ...movedTo(meeting, moved.parts), followed: moved.followed };
    const recording = { id, version: stored.version + 1, meeting: next, reason: noteOf(act) };
    await this.writer.record(tx, actorOf(act), recording, tree);
  }
}
