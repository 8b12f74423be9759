import type { Answer, CommandRequest, Tx } from '#http';
import { Store } from '#mongo';
import { Roll } from '#roll';
import { Injectable } from '@nestjs/common';
import type { MeetingAnswer } from '../meetings/meetings.dto.js';
import { MeetingsReader } from '../meetings/meetings.reader.js';
import { MeetingsService } from '../meetings/meetings.service.js';
import type { PutContentDto } from './content.dto.js';
import { toContent, toMinutes } from './content.input.js';
import { replaced } from './content.rules.js';
import type { PutMinutesDto } from './minutes.dto.js';
import { MEETING_MINUTES, type Minutes, type MinutesDocument } from './minutes.js';
import { requireUnclassified, withMinutes } from './minutes.rules.js';

/** Commands on the content of meetings: each is a new version of the meeting. */
@Injectable()
export class ContentService {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly reader: MeetingsReader,
    private readonly roll: Roll,
    private readonly store: Store,
  ) {}

  async replace(command: CommandRequest, id: string, dto: PutContentDto): Promise<Answer<MeetingAnswer>> {
    const stated = toContent(dto);
    const { reason = '' } = dto;
    return this.meetings.change(command, id, {
      decide: (meeting, { now }) => ({ ...meeting, content: replaced(meeting, stated, reason, now) }),
      reason: reason || null,
    });
  }

  /** Writes the minutes, for who may read them too: beside the version, never in it. */
  async writeMinutes(command: CommandRequest, id: string, dto: PutMinutesDto): Promise<Answer<MeetingAnswer>> {
    await this.reader.readable(command.sub, id, 'meetings:narrative');
    requireUnclassified(dto.classification);
    const minutes = toMinutes(dto);
    await this.#awaitMembers(minutes);
    const { reason = '' } = dto;
    return this.meetings.change(command, id, {
      decide: (meeting, _world, version) => ({ ...meeting, content: withMinutes(meeting, minutes, reason, version) }),
      reason: reason || null,
      beside: (tx, version) => this.#keep(tx, { _id: `${id}/${version}`, meetingId: id, version, ...minutes }),
    });
  }

  async #awaitMembers({ items, absentees }: Minutes): Promise<void> {
    const named = [...items.flatMap(({ speakers }) => speakers), ...absentees].map(({ memberId }) => memberId);
    if (named.length > 0) await this.roll.waitForMembers(named);
  }

  async #keep({ session }: Tx, minutes: MinutesDocument): Promise<void> {
    await this.store.db.collection<MinutesDocument>(MEETING_MINUTES).insertOne(minutes, { session });
  }
}
