import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FactReasonDto } from '../facts/facts.dto.js';
import { CorrectPlanDto, MakePlanDto, PlanAnswer, PlansPage, PlansQuery, PlanVersionsPage } from './visit-plans.dto.js';
import { VisitPlansReader } from './visit-plans.reader.js';
import { VisitPlansService } from './visit-plans.service.js';
import { PLAN_BODIES, PLAN_IDS } from './visits.examples.js';

const DETAILS = [
  'unit-not-alive',
  'unit-not-known-yet',
  'range-reversed',
  'plan-too-long',
  'visited-not-below',
  'plan-overlaps',
];

@ApiTags('visit plans')
@Controller('v1/visit-plans')
export class VisitPlansController {
  constructor(
    private readonly plans: VisitPlansService,
    private readonly reader: VisitPlansReader,
  ) {}

  @Get()
  @Route({
    summary: 'List the plans of visits of a subtree, with what was done',
    description: 'By the branches to be attended, as the tree is today; voided plans too, unless a month is asked for.',
    access: 'unit',
    answer: {
      type: PlansPage,
      description: 'One page in order of the first month; ask again with `next` as `cursor`.',
    },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: PlansQuery): Promise<PlansPage> {
    return this.reader.list(principal.sub, query);
  }

  @Post()
  @HttpCode(201)
  @ApiBody({ type: MakePlanDto, examples: PLAN_BODIES.make })
  @Route({
    summary: 'Plan who attends the meetings of a branch',
    description:
      'By the office of the committee that sends. Each month due counts on its last day as planned, and on the same day ' +
      'as kept once the visitor attended in it; visits that were recorded before count too.',
    access: 'unit',
    answer: { type: PlanAnswer, status: 201, description: 'The plan, version 1.' },
    command: 'create',
    problems: [...DETAILS, 'plan-exists'],
  })
  make(@Command() command: CommandRequest, @Body() body: MakePlanDto): Promise<Answer<PlanAnswer>> {
    return this.plans.make(command, body);
  }

  @Get(':id')
  @ApiId(PLAN_IDS.read)
  @Route({
    summary: 'Read a plan of visits, with what was done',
    access: 'unit',
    answer: { type: PlanAnswer, description: 'The newest version.' },
    problems: ['no-such-plan'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PlanAnswer> {
    const plan = await this.reader.one(principal.sub, id);
    tagVersion(response, plan.version);
    return plan;
  }

  @Put(':id')
  @ApiId(PLAN_IDS.correct)
  @ApiBody({ type: CorrectPlanDto, examples: PLAN_BODIES.correct })
  @Route({
    summary: 'Correct a plan of visits',
    description:
      'Replaces what was planned, also its last month, with a reason. Another committee needs the right at both.',
    access: 'unit',
    answer: { type: PlanAnswer, description: 'The plan as it is now.' },
    command: 'change',
    problems: [...DETAILS, 'no-such-plan', 'plan-voided', 'reason-required'],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectPlanDto,
  ): Promise<Answer<PlanAnswer>> {
    return this.plans.correct(command, id, body);
  }

  @Post(':id/void')
  @HttpCode(200)
  @ApiId(PLAN_IDS.void)
  @ApiBody({ type: FactReasonDto, examples: PLAN_BODIES.void })
  @Route({
    summary: 'Void a plan of visits',
    description: 'For what was entered by mistake: nothing was due. A plan that ends early is corrected.',
    access: 'unit',
    answer: { type: PlanAnswer, description: 'The plan, voided.' },
    command: 'change',
    problems: ['no-such-plan', 'plan-voided', 'reason-required', 'unit-not-known-yet'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FactReasonDto,
  ): Promise<Answer<PlanAnswer>> {
    return this.plans.void(command, id, body.reason);
  }

  @Get(':id/versions')
  @ApiId(PLAN_IDS.read)
  @Route({
    summary: 'List the versions of a plan of visits',
    description: 'Also those that visits made; the first one first.',
    access: 'unit',
    answer: { type: PlanVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-plan', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<PlanVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }
}
