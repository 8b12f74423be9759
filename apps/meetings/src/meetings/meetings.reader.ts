import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal, type MeetingState } from '#contracts';
import { Authorizer, decodeCursor, decodeNumberCursor, pageOf, type Action, type Page } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, type QueryFilter } from 'mongoose';
import type { AttendanceQuery, MeetingAttendanceAnswer, UnitMembersAnswer } from './attendance.dto.js';
import {
  NO_MEMBERS,
  NO_MEMBERS_OF_VERSION,
  toAnswer,
  toAttendance,
  toVersionAnswer,
  type MeetingHead,
  type VersionHead,
} from './meeting-answer.js';
import { MEETING_VERSIONS, MEETINGS, type MeetingDocument, type MeetingVersionDocument } from './meeting.schema.js';
import type { MeetingAnswer, MeetingsQuery, MeetingVersionAnswer } from './meetings.dto.js';
import { rangeOf, type Days } from './range.rules.js';
import { slicesOf, type Membership, type Slice } from './slices.rules.js';

/** More slices of units than this are slower than walking through all meetings by date. */
const MOST_SLICES = 25;

type After = { date: string; id: string } | null;
type Search = { days: Days; state: MeetingState | undefined; after: After; limit: number };

/** Reads of meetings, each for who may read at the unit. */
@Injectable()
export class MeetingsReader {
  constructor(
    @InjectModel(MEETINGS) private readonly meetings: Model<MeetingDocument>,
    @InjectModel(MEETING_VERSIONS) private readonly versions: Model<MeetingVersionDocument>,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  /** A meeting for who may do that at one of its units. @throws Refusal no-such-meeting (404), outside-subtree (403) */
  async readable(sub: string, id: string, action: Action = 'meetings:read'): Promise<MeetingHead> {
    const meeting = await this.meetings.findById(id, NO_MEMBERS).lean<MeetingHead>();
    if (!meeting) throw new Refusal('not-found', 'no-such-meeting');
    for (const unitId of meeting.unitIds) if (await this.#may(sub, action, unitId)) return meeting;
    throw new Refusal('forbidden', 'outside-subtree');
  }

  /** One version of a meeting. @throws Refusal no-such-version (404) */
  async recorded(id: string, version: number): Promise<VersionHead> {
    const stored = await this.versions.findById(`${id}/${version}`, NO_MEMBERS_OF_VERSION).lean<VersionHead>();
    if (!stored) throw new Refusal('not-found', 'no-such-version');
    return stored;
  }

  async one(sub: string, id: string): Promise<MeetingAnswer> {
    return toAnswer(await this.readable(sub, id), await this.trees.current());
  }

  async version(sub: string, id: string, version: number): Promise<MeetingVersionAnswer> {
    const meeting = await this.readable(sub, id);
    return toVersionAnswer(await this.recorded(meeting._id, version), await this.trees.current());
  }

  /** Every version of a meeting, the first one first. */
  async history(sub: string, id: string, limit: number, cursor?: string): Promise<Page<MeetingVersionAnswer>> {
    const { _id: meetingId } = await this.readable(sub, id);
    const after = decodeNumberCursor(cursor);
    const stored = await this.versions
      .find({ meetingId, version: { $gt: after } }, NO_MEMBERS_OF_VERSION)
      .sort({ version: 1 })
      .limit(limit + 1)
      .lean<VersionHead[]>();
    const { items, next } = pageOf(stored, limit, ({ version }) => [version]);
    const tree = await this.trees.current();
    return { items: items.map((one) => toVersionAnswer(one, tree)), next };
  }

  /** Who was there, of the units about whose people the caller may read. */
  async attendance(sub: string, id: string, { version }: AttendanceQuery): Promise<MeetingAttendanceAnswer> {
    const head = await this.readable(sub, id);
    const stored = await this.versions.findById(`${id}/${version ?? head.version}`).lean<MeetingVersionDocument>();
    if (!stored) throw new Refusal('not-found', 'no-such-version');
    const { units, ...answer } = toAttendance(stored.meeting);
    const seen: UnitMembersAnswer[] = [];
    for (const unit of units) if (await this.#may(sub, 'members:read', unit.unitId)) seen.push(unit);
    if (seen.length === 0) throw new Refusal('forbidden', 'outside-subtree');
    return { ...answer, units: seen };
  }

  /** Meetings in which a unit took part that lay under the unit on the meeting's date, in order of date. */
  async list(sub: string, query: MeetingsQuery): Promise<Page<MeetingAnswer>> {
    await this.authorizer.require(sub, 'meetings:read', query.unit);
    const days = rangeOf(query.from, query.to, localDayOf(new Date()));
    const tree = await this.trees.current();
    const members = tree.subtreeDuring(query.unit, days.from, days.to);
    const search = { days, state: query.state, after: afterOf(query.cursor), limit: query.limit + 1 };
    const slices = slicesOf(members);
    const rows =
      slices.length <= MOST_SLICES ? await this.#bySlice(slices, search) : await this.#byDate(members, search);
    const { items, next } = pageOf(rows, query.limit, ({ date, _id }) => [date, _id]);
    return { items: items.map((one) => toAnswer(one, tree)), next };
  }

  async #may(sub: string, action: Action, unitId: string): Promise<boolean> {
    try {
      await this.authorizer.require(sub, action, unitId);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'forbidden') return false;
      throw error;
    }
  }

  /** Asks for each slice by itself. A joint meeting may come from several, so it is taken once. */
  async #bySlice(slices: readonly Slice[], search: Search): Promise<MeetingHead[]> {
    const found = await Promise.all(slices.map((slice) => this.#ofUnits(slice.unitIds, slice, search)));
    return [...new Map(found.flat().map((meeting) => [meeting._id, meeting])).values()].sort(byDate);
  }

  #ofUnits(unitIds: readonly string[], days: Days, search: Search): Promise<MeetingHead[]> {
    return this.meetings
      .find({ unitIds: { $in: [...unitIds] }, ...filterOf(days, search) }, NO_MEMBERS)
      .sort({ date: 1, _id: 1 })
      .limit(search.limit)
      .lean<MeetingHead[]>();
  }

  /** Walks through all meetings by date and picks those of the units, until there are enough. */
  async #byDate(members: Membership, search: Search): Promise<MeetingHead[]> {
    const found: MeetingHead[] = [];
    const cursor = this.meetings
      .find(filterOf(search.days, search), NO_MEMBERS)
      .sort({ date: 1, _id: 1 })
      .lean<MeetingHead[]>()
      .cursor({ batchSize: 1_000 });
    for await (const meeting of cursor as AsyncIterable<MeetingHead>) {
      const day = dayOf(meeting.date);
      const inside = (unitId: string) => members.get(unitId)?.some(({ from, to }) => from <= day && day < to);
      if (!meeting.unitIds.some(inside)) continue;
      found.push(meeting);
      if (found.length === search.limit) break;
    }
    return found;
  }
}

function filterOf(days: Days, { state, after }: Search): QueryFilter<MeetingDocument> {
  const date = { $gte: dateOf(days.from), $lt: dateOf(days.to) };
  return {
    date: after && after.date > date.$gte ? { ...date, $gte: after.date } : date,
    ...(after && { $or: [{ date: { $gt: after.date } }, { date: after.date, _id: { $gt: after.id } }] }),
    ...(state && { state }),
  };
}

const byDate = (a: MeetingHead, b: MeetingHead): number => compare(a.date, b.date) || compare(a._id, b._id);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function afterOf(cursor: string | undefined): After {
  const key = decodeCursor(cursor, 2);
  return key ? { date: String(key[0]), id: String(key[1]) } : null;
}
