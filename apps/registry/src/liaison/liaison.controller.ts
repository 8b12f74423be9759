import { ApiId, Command, CommandRequest, IdParam, Principal, Route, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OnQuery, VoidRecordDto } from '../records/records.dto.js';
import {
  BeginLiaisonDto,
  CommentLiaisonDto,
  EndLiaisonDto,
  LiaisonWrittenAnswer,
  LiaisonsAnswer,
  LiaisonVersionsAnswer,
} from './liaison.dto.js';
import { LIAISON_EXAMPLES } from './liaison.examples.js';
import { Liaisons } from './liaison.service.js';

const WRITTEN = { type: LiaisonWrittenAnswer, description: 'The liaison after the change.' };
const CHANGE = ['no-such-liaison', 'no-such-member', 'liaison-voided'];
const PERIOD = ['empty-period', 'date-out-of-range', 'liaison-overlaps'];

/** Members who keep in touch where they live (QĐ 213-QĐ/TW). They are on the roll of their branch of work alone. */
@ApiTags('liaisons')
@Controller('v1')
export class LiaisonController {
  constructor(private readonly liaisons: Liaisons) {}

  @Post('members/:id/liaisons')
  @ApiId(LIAISON_EXAMPLES.member)
  @Route({
    summary: 'Introduce a member to the place where they live',
    description: 'By who keeps the roll the member is on. It counts in no head-count, at neither place.',
    access: 'person',
    answer: { type: LiaisonWrittenAnswer, status: 201, description: 'The liaison, version 1.' },
    command: 'create',
    problems: ['no-such-member', 'liaison-exists', 'unit-not-alive', ...PERIOD],
  })
  begin(
    @Command() command: CommandRequest,
    @IdParam() memberId: string,
    @Body() { id, to = null, ...liaison }: BeginLiaisonDto,
  ): Promise<Answer<LiaisonWrittenAnswer>> {
    return this.liaisons.begin(command, { ...liaison, to, memberId, id: id ?? command.derivedId });
  }

  @Post('liaisons/:id/end')
  @HttpCode(200)
  @ApiId(LIAISON_EXAMPLES.end)
  @Route({
    summary: 'End a liaison',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, ...PERIOD, 'no-change'],
  })
  end(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { to, reason }: EndLiaisonDto,
  ): Promise<Answer<LiaisonWrittenAnswer>> {
    return this.liaisons.end(command, id, to, reason);
  }

  @Post('liaisons/:id/comments')
  @HttpCode(200)
  @ApiId(LIAISON_EXAMPLES.comment)
  @Route({
    summary: 'Comment on a member’s year at the place where they live',
    description: 'One comment a year; a second replaces the first, which stays in its version.',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: [...CHANGE, 'no-comment-due', 'outside-liaison'],
  })
  comment(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { year, text }: CommentLiaisonDto,
  ): Promise<Answer<LiaisonWrittenAnswer>> {
    return this.liaisons.comment(command, id, { year, text });
  }

  @Post('liaisons/:id/void')
  @HttpCode(200)
  @ApiId(LIAISON_EXAMPLES.void)
  @Route({
    summary: 'Void a liaison that was entered by mistake',
    access: 'person',
    answer: WRITTEN,
    command: 'change',
    problems: CHANGE,
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { reason }: VoidRecordDto,
  ): Promise<Answer<LiaisonWrittenAnswer>> {
    return this.liaisons.void(command, id, reason);
  }

  @Get('liaisons/:id/versions')
  @ApiId(LIAISON_EXAMPLES.comment)
  @Route({
    summary: 'List the versions of a liaison',
    description: 'Who recorded what, when and why, the first version first. The read is logged.',
    access: 'person',
    answer: { type: LiaisonVersionsAnswer, description: 'All versions.' },
    problems: ['no-such-liaison', 'no-such-member'],
  })
  versions(@Principal() { sub }: Principal, @IdParam() id: string): Promise<LiaisonVersionsAnswer> {
    return this.liaisons.versions(sub, id);
  }

  @Get('units/:unitId/liaisons')
  @ApiId(LIAISON_EXAMPLES.unit, 'unitId', 'Id of the unit.')
  @Route({
    summary: 'List the members in liaison with a unit on a day',
    description: 'Those who live there and are on the roll of another branch. The read is logged.',
    access: 'unit',
    answer: { type: LiaisonsAnswer, description: 'The liaisons.' },
    problems: ['no-such-unit'],
  })
  atUnit(
    @Principal() { sub }: Principal,
    @IdParam('unitId') unitId: string,
    @Query() { on }: OnQuery,
  ): Promise<LiaisonsAnswer> {
    return this.liaisons.atUnit(sub, unitId, on);
  }
}
