import {
  ApiId,
  Command,
  CommandRequest,
  IdParam,
  PageQuery,
  Principal,
  Route,
  tagVersion,
  type Answer,
  type Page,
} from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MOST_VERBS } from './acts.rules.js';
import type { ActView } from './act-view.js';
import { ACT_EXAMPLES as EXAMPLE } from './acts.examples.js';
import { ReasonDto } from '../units/units.dto.js';
import {
  ReorganisationAnswer,
  ActsPage,
  ActsQuery,
  ActVersionsPage,
  AddStepsDto,
  ApproveActDto,
  CreateActDto,
  EditActDto,
  MOST_STEPS_SENT,
  RevokeActDto,
  StepsPage,
  TouchedUnitsPage,
  VERB_LIST,
} from './acts.dto.js';
import { ActsReader, type EnteredStep, type TouchedUnit } from './acts.reader.js';
import { Acts } from './acts.service.js';

const WRITTEN = { type: ReorganisationAnswer, description: 'The act as it is now.' };
const KNOWN = ['no-such-reorganisation'];
const OPEN = [...KNOWN, 'act-state'];

/** Acts of reorganisation (sắp xếp tổ chức): many changes of the tree on one day, all or nothing, approved by a second person. */
@ApiTags('acts')
@Controller('v1/acts')
export class ActsController {
  constructor(
    private readonly acts: Acts,
    private readonly reader: ActsReader,
  ) {}

  @Post()
  @Route({
    summary: 'Draft an act',
    description:
      'Decision, day and reason, with the first steps if wanted. The verbs of steps: ' +
      `${VERB_LIST} (thành lập, giải thể, sáp nhập, hợp nhất, chia hoặc tách, nâng cấp hoặc hạ cấp, chuyển giao, đổi tên, ` +
      'đổi loại hình, nhập trùng). Nothing changes before it is checked and approved by somebody else.',
    access: 'unit',
    answer: { type: ReorganisationAnswer, status: 201, description: 'The draft.' },
    command: 'create',
    problems: ['reorganisation-exists', 'date-out-of-range'],
  })
  create(@Command() command: CommandRequest, @Body() { id, steps, ...head }: CreateActDto): Promise<Answer<ActView>> {
    return this.acts.create(command, { ...head, id: id ?? command.derivedId }, steps ?? []);
  }

  @Get()
  @Route({
    summary: 'List acts',
    description: 'Who administers the whole tree sees all, others what they drafted, edited or approved.',
    access: 'reference',
    answer: { type: ActsPage, description: 'The latest day first.' },
    problems: ['invalid-cursor'],
  })
  list(@Principal() { sub }: Principal, @Query() query: ActsQuery): Promise<Page<ActView>> {
    return this.reader.list(sub, query);
  }

  @Get(':id')
  @ApiId(EXAMPLE.read)
  @Route({
    summary: 'Read an act',
    description: 'Its state, what the last check found here and in every service, and how far it is applied.',
    access: 'unit',
    answer: { type: ReorganisationAnswer, description: 'The act.' },
    problems: KNOWN,
  })
  async one(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ActView> {
    const act = await this.reader.one(sub, id);
    tagVersion(response, act.version);
    return act;
  }

  @Put(':id')
  @ApiId(EXAMPLE.edit)
  @Route({
    summary: 'Change decision, day or reason of a draft',
    description: 'What was checked is a draft again.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...OPEN, 'date-out-of-range', 'day-of-revocation'],
  })
  edit(@Command() command: CommandRequest, @IdParam() id: string, @Body() head: EditActDto): Promise<Answer<ActView>> {
    return this.acts.edit(command, id, head);
  }

  @Post(':id/steps')
  @HttpCode(200)
  @ApiId(EXAMPLE.steps)
  @Route({
    summary: 'Enter steps of a draft',
    description:
      `Up to ${MOST_STEPS_SENT} at once, after those entered before, or instead of them (\`replace\`); ${MOST_VERBS} in all. ` +
      'A unit that is founded may come without an id: one that follows from the act and the number of the step is given.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...OPEN, 'too-many-steps', 'steps-of-revocation'],
  })
  addSteps(@Command() command: CommandRequest, @IdParam() id: string, @Body() { steps, replace }: AddStepsDto) {
    return this.acts.addSteps(command, id, steps, replace ?? false);
  }

  @Get(':id/steps')
  @ApiId(EXAMPLE.read)
  @Route({
    summary: 'List the steps of an act as they were entered',
    access: 'unit',
    answer: { type: StepsPage, description: 'In order.' },
    problems: [...KNOWN, 'invalid-cursor'],
  })
  steps(@Principal() { sub }: Principal, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<EnteredStep>> {
    return this.reader.steps(sub, id, query);
  }

  @Get(':id/units')
  @ApiId(EXAMPLE.read)
  @Route({
    summary: 'List the units that an act changes',
    description:
      'Each with its whole record before and after, in the order in which they are applied: what the check shows is what happens.',
    access: 'unit',
    answer: { type: TouchedUnitsPage, description: 'Of the last check without faults.' },
    problems: [...KNOWN, 'invalid-cursor'],
  })
  units(@Principal() { sub }: Principal, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<TouchedUnit>> {
    return this.reader.units(sub, id, query);
  }

  @Get(':id/versions')
  @ApiId(EXAMPLE.read)
  @Route({
    summary: 'List what was done to an act',
    description: 'Who did it, when and why: reasons are told nowhere else.',
    access: 'unit',
    answer: { type: ActVersionsPage, description: 'The first version first.' },
    problems: [...KNOWN, 'invalid-cursor'],
  })
  versions(@Principal() { sub }: Principal, @IdParam() id: string, @Query() query: PageQuery) {
    return this.reader.versions(sub, id, query);
  }

  @Post(':id/check')
  @HttpCode(200)
  @ApiId(EXAMPLE.check)
  @Route({
    summary: 'Check an act',
    description:
      'A dry run over the tree as it is, here and in every other service. Needs the right at every unit that is named. Read the ' +
      'act for the result: `faulty` with what is wrong, or `checked` when all have answered. Codes of faults: gap-or-overlap, ' +
      'members-without-place, units-without-place, cycle, two-acts-one-day, office-holder-in-closed-unit, office-taken, ' +
      'unit-holds-no-roll, member-not-on-roll, changed-since-act, and those of changes of single units. Each check has a number.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: [...OPEN, 'act-without-steps'],
  })
  check(@Command() command: CommandRequest, @IdParam() id: string): Promise<Answer<ActView>> {
    return this.acts.check(command, id);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ApiId(EXAMPLE.approve)
  @Route({
    summary: 'Approve an act',
    description:
      'By somebody who neither drafted nor last edited it, with the right at every unit that is named. It is judged once ' +
      'more; if anything that it touches has changed since the check, it is to be checked again. Then it is applied, all or ' +
      'nothing, while nobody else changes the tree; a day ahead is kept as such.',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    exampleVersion: 2,
    problems: [...OPEN, 'own-act', 'act-has-faults', 'changed-since-check', 'act-being-applied'],
  })
  approve(@Command() command: CommandRequest, @IdParam() id: string, @Body() { reason }: ApproveActDto) {
    return this.acts.approve(command, id, reason ?? null);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @ApiId(EXAMPLE.discard)
  @Route({
    summary: 'Discard a draft',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: OPEN,
  })
  discard(@Command() command: CommandRequest, @IdParam() id: string, @Body() { reason }: ReasonDto) {
    return this.acts.discard(command, id, reason);
  }

  @Post(':id/revoke')
  @ApiId(EXAMPLE.applied)
  @Route({
    summary: 'Draft the revocation of an act',
    description:
      'A new act that puts every unit, member, office and role back as it was before; units that were founded are voided. It is ' +
      'checked and approved as any, and has faults when something that the act touched was changed since. To amend an act, ' +
      'revoke it and enter it anew.',
    access: 'unit',
    answer: { type: ReorganisationAnswer, status: 201, description: 'The draft of the revocation.' },
    command: 'create',
    problems: [...OPEN, 'reorganisation-exists', 'revocation-of-revocation'],
  })
  revoke(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: RevokeActDto,
  ): Promise<Answer<ActView>> {
    const { decision, reason } = body;
    return this.acts.revoke(command, id, { id: body.id ?? command.derivedId, decision, reason });
  }
}
