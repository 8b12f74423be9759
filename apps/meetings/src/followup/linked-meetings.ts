import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { MEETINGS } from '../meetings/meeting.schema.js';
import type { LinkedMeeting } from './meeting-link.rules.js';

type StoredMeeting = LinkedMeeting & { _id: string };
const FIELDS = { state: 1, date: 1, unitIds: 1 } as const;

/** What resolutions and opinions need to know of the meetings they refer to. */
@Injectable()
export class LinkedMeetings {
  constructor(private readonly store: Store) {}

  async get(id: string | null, session?: ClientSession): Promise<LinkedMeeting | null> {
    return id === null ? null : this.#meetings.findOne({ _id: id }, { session, projection: FIELDS });
  }

  /** Those of a page, by id. */
  async of(
    things: readonly { meetingId: string | null }[],
    session?: ClientSession,
  ): Promise<Map<string, LinkedMeeting>> {
    const ids = [...new Set(things.flatMap(({ meetingId }) => meetingId ?? []))];
    if (ids.length === 0) return new Map();
    const found = await this.#meetings.find({ _id: { $in: ids } }, { session, projection: FIELDS }).toArray();
    return new Map(found.map((meeting) => [meeting._id, meeting]));
  }

  /** Date of the last regular meeting that a unit held (or joined) before a date; null: none. */
  async regularBefore(unitId: string, date: string): Promise<string | null> {
    const filter = { unitIds: unitId, date: { $lt: date }, state: 'closed' as const, kind: 'regular' };
    const found = await this.#meetings.findOne(filter, { sort: { date: -1 }, projection: FIELDS });
    return found?.date ?? null;
  }

  get #meetings(): mongo.Collection<StoredMeeting> {
    return this.store.db.collection<StoredMeeting>(MEETINGS);
  }
}
