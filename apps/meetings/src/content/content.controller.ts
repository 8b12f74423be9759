import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MeetingAnswer } from '../meetings/meetings.dto.js';
import { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { PutContentDto } from './content.dto.js';
import { CONTENT_BODIES, CONTENT_IDS } from './content.examples.js';
import { ContentService } from './content.service.js';
import { MinutesAnswer, MinutesQuery, PutMinutesDto } from './minutes.dto.js';
import { MinutesReader } from './minutes.reader.js';

const CHANGE = ['no-such-meeting', 'unit-not-known-yet', 'already-voided', 'reason-required'];

@ApiTags('contents of meetings')
@Controller('v1/meetings')
export class ContentController {
  constructor(
    private readonly contents: ContentService,
    private readonly reader: MinutesReader,
  ) {}

  @Put(':id/content')
  @ApiId(CONTENT_IDS.content)
  @ApiBody({ type: PutContentDto, examples: CONTENT_BODIES.content })
  @Route({
    summary: 'State preparation, agenda and votes of a meeting',
    description:
      'Replaces all three, of a meeting planned or closed. A vote is of all full members convened (`voteBase`), never of ' +
      'those present, and carried by more than half or at least two thirds of them. What came too late is marked, not refused.',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The meeting with its content.' },
    command: 'change',
    problems: [
      ...CHANGE,
      'in-the-future',
      'agenda-item-twice',
      'votes-need-closing',
      'vote-twice',
      'vote-unit-not-there',
      'no-such-agenda-item',
      'vote-base-wrong',
      'votes-more-than-base',
    ],
  })
  replace(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: PutContentDto,
  ): Promise<Answer<MeetingAnswer>> {
    return this.contents.replace(command, id, body);
  }

  @Put(':id/minutes')
  @ApiId(CONTENT_IDS.write)
  @ApiBody({ type: PutMinutesDto, examples: CONTENT_BODIES.minutes })
  @Route({
    summary: 'Write the minutes of a meeting',
    description:
      'All its words, item by item of the agenda. It needs the right to texts beside that to meetings. The answer has ' +
      'none of them; earlier minutes stay with the versions that had them.',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The meeting, with `content.minutesVersion`.' },
    command: 'change',
    exampleVersion: 2,
    problems: [
      ...CHANGE,
      'classified-content',
      'no-such-agenda-item',
      'agenda-item-twice',
      'member-twice',
      'member-not-known-yet',
    ],
  })
  write(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: PutMinutesDto,
  ): Promise<Answer<MeetingAnswer>> {
    return this.contents.writeMinutes(command, id, body);
  }

  @Get(':id/minutes')
  @ApiId(CONTENT_IDS.read)
  @Route({
    summary: 'Read the minutes of a meeting',
    description:
      'As they are, or as a version of the meeting had them. It needs a right of its own; each read is noted. The ETag is ' +
      'that of the meeting.',
    access: 'unit',
    answer: { type: MinutesAnswer, description: 'All words of the meeting.' },
    problems: ['no-such-meeting', 'no-such-version', 'no-minutes'],
  })
  async minutes(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: MinutesQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MinutesAnswer> {
    const { minutes, meetingVersion } = await this.reader.minutes(principal.sub, id, query.version);
    tagVersion(response, meetingVersion);
    return minutes;
  }

  @Get(':id/minutes/reads')
  @ApiId(CONTENT_IDS.read)
  @Route({
    summary: 'List who read the minutes of a meeting',
    description: 'The newest read first. It needs the right to the texts.',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-meeting', 'invalid-cursor'],
  })
  reads(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<NarrativeReadsPage> {
    return this.reader.readsOf(principal.sub, id, query);
  }
}
