import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CorrectVisitsDto, RecordVisitsDto, VisitsAnswer, VisitsVersionsPage } from './visits.dto.js';
import { VISIT_BODIES, VISIT_IDS } from './visits.examples.js';
import { VisitsReader } from './visits.reader.js';
import { VisitsService } from './visits.service.js';

const PROBLEMS = [
  'no-such-meeting',
  'unit-not-known-yet',
  'already-voided',
  'meeting-not-closed',
  'visitor-twice',
  'visitor-or-plan',
  'plan-of-another-unit',
  'no-such-plan',
];

@ApiTags('visits')
@Controller('v1/meetings/:id/visits')
export class VisitsController {
  constructor(
    private readonly visits: VisitsService,
    private readonly reader: VisitsReader,
  ) {}

  @Get()
  @ApiId(VISIT_IDS.read)
  @Route({
    summary: 'Read which superiors attended a meeting',
    access: 'unit',
    answer: { type: VisitsAnswer, description: 'The newest version, with opaque ids.' },
    problems: ['no-such-visits'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VisitsAnswer> {
    const visits = await this.reader.one(principal.sub, id);
    tagVersion(response, visits.version);
    return visits;
  }

  @Post()
  @HttpCode(201)
  @ApiId(VISIT_IDS.record)
  @ApiBody({ type: RecordVisitsDto, examples: VISIT_BODIES.record })
  @Route({
    summary: 'State which superiors attended a meeting',
    description:
      'All of them, planned or not. Plans of the visitor for a branch that met are kept in that month. At a joint meeting ' +
      'each branch was attended; the visit itself counts once, at the host.',
    access: 'unit',
    answer: { type: VisitsAnswer, status: 201, description: 'The visits, version 1.' },
    command: 'create',
    problems: [...PROBLEMS, 'visits-exist', 'stale-version'],
  })
  record(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: RecordVisitsDto,
  ): Promise<Answer<VisitsAnswer>> {
    return this.visits.record(command, id, body.visits);
  }

  @Put()
  @ApiId(VISIT_IDS.correct)
  @ApiBody({ type: CorrectVisitsDto, examples: VISIT_BODIES.correct })
  @Route({
    summary: 'Correct which superiors attended a meeting',
    description: 'Replaces the whole list, with a reason; an empty one says that nobody attended.',
    access: 'unit',
    answer: { type: VisitsAnswer, description: 'The visits as they are now.' },
    command: 'change',
    problems: [...PROBLEMS, 'no-such-visits', 'reason-required'],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectVisitsDto,
  ): Promise<Answer<VisitsAnswer>> {
    return this.visits.correct(command, id, body.visits, body.reason);
  }

  @Get('versions')
  @ApiId(VISIT_IDS.read)
  @Route({
    summary: 'List the versions of the visits of a meeting',
    description: 'Also those that follow from a change of the meeting; the first one first.',
    access: 'unit',
    answer: { type: VisitsVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-visits', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<VisitsVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }
}
