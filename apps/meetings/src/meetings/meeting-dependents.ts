import { Refusal } from '#contracts';
import type { Tx } from '#http';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { NO_MEMBERS, type MeetingHead } from './meeting-answer.js';
import { MEETINGS, type MeetingDocument } from './meeting.schema.js';

/** A meeting after one more version, and who made it. `tree` is as the command knew it. */
export type MeetingChange = { meeting: MeetingDocument; actor: string; tree: Tree };

/** What hangs on a meeting and is a fact of its own: it moves with it, or ends with it, in the same transaction. */
export interface MeetingDependent {
  meetingChanged(tx: Tx, change: MeetingChange): Promise<void>;
}

/** Collection of what makes a change of a meeting and of what hangs on it conflict. */
export const MEETING_GUARDS = 'meeting_guards';
type Guard = { _id: string; seq: number };

/** What hangs on meetings: told of their changes, and kept from changing at the same moment. */
@Injectable()
export class MeetingDependents {
  readonly #dependents: MeetingDependent[] = [];

  constructor(private readonly store: Store) {}

  /** From now on it is told of every change of a meeting. Called once, when its module begins. */
  follow(dependent: MeetingDependent): void {
    this.#dependents.push(dependent);
  }

  /** Takes along what hangs on a meeting of which a further version was just written; nothing hangs on a new one. */
  async tell(tx: Tx, change: MeetingChange): Promise<void> {
    await this.#guard(tx, change.meeting._id);
    for (const dependent of this.#dependents) await dependent.meetingChanged(tx, change);
  }

  /** A meeting as it stands, without who was there. @throws Refusal no-such-meeting (404) */
  async find(id: string, session?: ClientSession): Promise<MeetingHead> {
    const meetings = this.store.db.collection<MeetingDocument>(MEETINGS);
    const found = await meetings.findOne<MeetingHead>({ _id: id }, { session, projection: NO_MEMBERS });
    if (!found) throw new Refusal('not-found', 'no-such-meeting');
    return found;
  }

  /**
   * The meeting for a command on what hangs on it. Without the guard both could be right alone: a score for a meeting
   * that is voided at the same moment would stay.
   *
   * @throws Refusal no-such-meeting (404), already-voided, meeting-not-closed (409); stale-version (412) when it is held
   * elsewhere than the rights were asked for
   */
  async hold(tx: Tx, seen: MeetingHead): Promise<MeetingHead> {
    await this.#guard(tx, seen._id);
    const meeting = await this.find(seen._id, tx.session);
    if (meeting.unitId !== seen.unitId) throw new Refusal('stale', 'stale-version', { current: meeting.version });
    if (meeting.state === 'voided') throw new Refusal('conflict', 'already-voided');
    if (meeting.state !== 'closed') throw new Refusal('conflict', 'meeting-not-closed');
    return meeting;
  }

  async #guard({ session }: Tx, meetingId: string): Promise<void> {
    const guards: mongo.Collection<Guard> = this.store.db.collection<Guard>(MEETING_GUARDS);
    await guards.updateOne({ _id: meetingId }, { $inc: { seq: 1 } }, { session, upsert: true });
  }
}
