import {
  ApiId,
  Command,
  CommandRequest,
  IdParam,
  PageQuery,
  Principal,
  Route,
  tagVersion,
  VersionParam,
  type Answer,
} from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AttendanceQuery, MeetingAttendanceAnswer } from './attendance.dto.js';
import {
  CloseMeetingDto,
  CorrectMeetingDto,
  MeetingAnswer,
  MeetingsPage,
  MeetingsQuery,
  MeetingVersionAnswer,
  MeetingVersionsPage,
  PlanMeetingDto,
  VoidMeetingDto,
} from './meetings.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './meetings.examples.js';
import { MeetingsReader } from './meetings.reader.js';
import { MeetingsService } from './meetings.service.js';

const TIMES = ['ends-before-start', 'meeting-too-long', 'date-out-of-range', 'thematic-part-of-regular-only'];
const COUNTS = ['present-more-than-belong', 'states-more-than-belong', 'vote-base-more-than-belong'];
const MEMBERS = [
  'attendance-twice',
  'attendance-required',
  'member-not-known-yet',
  'member-not-on-roll',
  'member-twice',
  'not-exempt-on-roll',
  'members-too-many',
];
const JOINT = ['joint-too-many', 'joint-host', 'joint-twice'];
const VOTES = [
  'votes-need-closing',
  'votes-need-restating',
  'vote-twice',
  'vote-unit-not-there',
  'no-such-agenda-item',
  'vote-base-wrong',
  'votes-more-than-base',
];
const STATED = [...TIMES, ...COUNTS, ...MEMBERS, ...JOINT];

@ApiTags('meetings')
@Controller('v1/meetings')
export class MeetingsController {
  constructor(
    private readonly meetings: MeetingsService,
    private readonly reader: MeetingsReader,
  ) {}

  @Post()
  @ApiBody({ type: PlanMeetingDto, examples: EXAMPLE_BODIES.plan })
  @Route({
    summary: 'Plan a meeting, or log one that took place',
    description:
      'With `closing` the meeting is logged and closed at once and counts in the figures. One that is shorter than the ' +
      'rule of its day, or entered late, is accepted and marked. Attendance comes as counts, or member by member and is ' +
      'then counted from the roll of that day. A joint meeting needs the right at every unit.',
    access: 'unit',
    answer: { type: MeetingAnswer, status: 201, description: 'The meeting as recorded, version 1.' },
    command: 'create',
    problems: ['unit-not-known-yet', 'meeting-exists', 'not-closed', 'unit-not-alive', 'closes-before-end', ...STATED],
  })
  plan(@Command() command: CommandRequest, @Body() body: PlanMeetingDto): Promise<Answer<MeetingAnswer>> {
    return this.meetings.plan(command, body);
  }

  @Get()
  @Route({
    summary: 'List the meetings of a subtree by date',
    description:
      'Meetings of the unit and of every unit that lay under it on the meeting’s date, in order of date; a joint meeting ' +
      'for each unit that took part, once. A range is at most 10 years; voided meetings are listed too, as `state` says.',
    access: 'unit',
    answer: { type: MeetingsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'range-reversed', 'range-too-long', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: MeetingsQuery): Promise<MeetingsPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get(':id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read a meeting',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The newest version.' },
    problems: ['no-such-meeting'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MeetingAnswer> {
    const meeting = await this.reader.one(principal.sub, id);
    tagVersion(response, meeting.version);
    return meeting;
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiId(EXAMPLE_IDS.close)
  @ApiBody({ type: CloseMeetingDto, examples: EXAMPLE_BODIES.close })
  @Route({
    summary: 'Close a planned meeting',
    description: 'States that it took place and how many were there. From now on it counts.',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The meeting, closed.' },
    command: 'change',
    problems: [
      'no-such-meeting',
      'unit-not-known-yet',
      'already-closed',
      'already-voided',
      'unit-not-alive',
      'closes-before-end',
      ...STATED,
    ],
  })
  close(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CloseMeetingDto,
  ): Promise<Answer<MeetingAnswer>> {
    return this.meetings.close(command, id, body);
  }

  @Put(':id')
  @ApiId(EXAMPLE_IDS.correct)
  @ApiBody({ type: CorrectMeetingDto, examples: EXAMPLE_BODIES.correct })
  @Route({
    summary: 'Correct a meeting',
    description:
      'Replaces the whole state by a new version, with a reason. The figures move from the old to the new. Needs the right ' +
      'at every unit that took part, before and now. Members are counted by the roll of that day as known now. The content stays; where the vote base changes, the votes ' +
      'are stated anew with it.',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The meeting as corrected.' },
    command: 'change',
    problems: [
      'no-such-meeting',
      'unit-not-known-yet',
      'already-voided',
      'not-closed',
      'reason-required',
      'unit-not-alive',
      'closes-before-end',
      ...STATED,
      ...VOTES,
    ],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectMeetingDto,
  ): Promise<Answer<MeetingAnswer>> {
    return this.meetings.correct(command, id, body);
  }

  @Post(':id/void')
  @HttpCode(200)
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: VoidMeetingDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void a meeting',
    description:
      'For what was entered by mistake or did not take place. It counts nowhere any more and stays readable.',
    access: 'unit',
    answer: { type: MeetingAnswer, description: 'The meeting, voided.' },
    command: 'change',
    problems: ['no-such-meeting', 'already-voided', 'reason-required'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: VoidMeetingDto,
  ): Promise<Answer<MeetingAnswer>> {
    return this.meetings.void(command, id, body.reason);
  }

  @Get(':id/attendance')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read who was at a meeting',
    description:
      'Members by opaque id, for whoever may read about the people of a unit that took part; other units are left out. ' +
      'What was counted from the roll when it was stated stays, also when the roll changes later.',
    access: 'unit',
    answer: { type: MeetingAttendanceAnswer, description: 'The units with their members, at most 2,000 stated.' },
    problems: ['no-such-meeting', 'no-such-version'],
  })
  attendance(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: AttendanceQuery,
  ): Promise<MeetingAttendanceAnswer> {
    return this.reader.attendance(principal.sub, id, query);
  }

  @Get(':id/versions')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List the versions of a meeting',
    description: 'Who recorded what, when and why, the first version first.',
    access: 'unit',
    answer: { type: MeetingVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-meeting', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<MeetingVersionsPage> {
    return this.reader.history(principal.sub, id, query.limit, query.cursor);
  }

  @Get(':id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a meeting',
    access: 'unit',
    answer: { type: MeetingVersionAnswer, description: 'The meeting as it was recorded then.' },
    problems: ['no-such-meeting', 'no-such-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<MeetingVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }
}
