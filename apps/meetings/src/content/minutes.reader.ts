import { Refusal } from '#contracts';
import type { Page, PageQuery } from '#http';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import type { NarrativeReadAnswer } from '../narrative/narrative-reads.dto.js';
import { NarrativeReads } from '../narrative/narrative-reads.js';
import type { MinutesAnswer } from './minutes.dto.js';
import { MEETING_MINUTES, type MinutesDocument } from './minutes.js';

/** Minutes as they are read, with the version of the meeting that a change has to name. */
type MinutesRead = { minutes: MinutesAnswer; meetingVersion: number };

/** Reads of the minutes, for who may read the texts of a unit that met. */
@Injectable()
export class MinutesReader {
  constructor(
    private readonly meetings: MeetingsReader,
    private readonly store: Store,
    private readonly reads: NarrativeReads,
  ) {}

  /**
   * The minutes as a version of the meeting had them. The read is noted before they are given out.
   * @throws Refusal no-such-meeting, no-such-version, no-minutes (404)
   */
  async minutes(sub: string, id: string, version?: number): Promise<MinutesRead> {
    const newest = await this.meetings.readable(sub, id, 'meetings:narrative');
    const { content } = version === undefined ? newest : (await this.meetings.recorded(id, version)).meeting;
    const stored = await this.#stored(`${id}/${content.minutesVersion}`);
    if (!stored) throw new Refusal('not-found', 'no-minutes');
    await this.reads.note(sub, { kind: 'meeting', id, version: stored.version });
    const { _id: _name, meetingId: _meetingId, ...minutes } = stored;
    return { minutes: { id, ...minutes }, meetingVersion: newest.version };
  }

  /** Who read the minutes of a meeting, the newest first. */
  async readsOf(sub: string, id: string, { limit, cursor }: PageQuery): Promise<Page<NarrativeReadAnswer>> {
    await this.meetings.readable(sub, id, 'meetings:narrative');
    return this.reads.of({ kind: 'meeting', id }, limit, cursor);
  }

  #stored(name: string): Promise<MinutesDocument | null> {
    return this.store.db.collection<MinutesDocument>(MEETING_MINUTES).findOne({ _id: name });
  }
}
