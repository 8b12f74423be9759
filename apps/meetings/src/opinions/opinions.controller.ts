import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { FactReasonDto } from '../facts/facts.dto.js';
import { OpinionAnswer } from './opinion-answers.dto.js';
import {
  CorrectOpinionDto,
  EscalateOpinionDto,
  RaiseOpinionDto,
  ReopenOpinionDto,
  SettleOpinionDto,
} from './opinions.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './opinions.examples.js';
import { OpinionsService } from './opinions.service.js';

const DATES = ['date-too-early', 'date-in-future'];
const RAISED = [
  'unit-not-known-yet',
  'meeting-not-of-unit',
  'meeting-not-held',
  'not-on-meeting-date',
  'unit-not-alive',
  'due-before-raised',
  'not-at-once',
  ...DATES,
];
const STEP = ['no-such-opinion', 'opinion-voided', 'before-last-step', ...DATES];

@ApiTags('opinions')
@Controller('v1/opinions')
export class OpinionsController {
  constructor(private readonly opinions: OpinionsService) {}

  @Post()
  @ApiBody({ type: RaiseOpinionDto, examples: EXAMPLE_BODIES.raise })
  @Route({
    summary: 'Record an opinion',
    description:
      'Raised at a closed meeting of the branch, on its date, or otherwise. It lies with the branch until it goes up; ' +
      'what is settled on the spot is recorded so at once.',
    access: 'unit',
    answer: { type: OpinionAnswer, status: 201, description: 'The opinion as recorded, version 1.' },
    command: 'create',
    problems: ['opinion-exists', ...RAISED],
  })
  raise(@Command() command: CommandRequest, @Body() body: RaiseOpinionDto): Promise<Answer<OpinionAnswer>> {
    return this.opinions.raise(command, body);
  }

  @Put(':id')
  @ApiId(EXAMPLE_IDS.correct)
  @ApiBody({ type: CorrectOpinionDto, examples: EXAMPLE_BODIES.correct })
  @Route({
    summary: 'Correct an opinion',
    description:
      'Replaces what was entered wrongly of how it was raised, with a reason. The branch it concerns stays: void it and ' +
      'record it there instead. Needs the right where it lies.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The opinion as corrected.' },
    command: 'change',
    problems: ['no-such-opinion', 'opinion-voided', 'reason-required', 'before-last-step', ...RAISED],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    return this.opinions.correct(command, id, body);
  }

  @Post(':id/escalate')
  @ApiId(EXAMPLE_IDS.escalate)
  @ApiBody({ type: EscalateOpinionDto, examples: EXAMPLE_BODIES.escalate })
  @Route({
    summary: 'Pass an opinion up',
    description:
      'To the unit of a higher level above the branch on that day; from then on it is that unit’s to settle. Needs the ' +
      'right where it lies.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The opinion as it is now.' },
    command: 'change',
    problems: [...STEP, 'opinion-settled', 'not-above', 'no-unit-of-level', 'unit-not-known-yet'],
  })
  escalate(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: EscalateOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    return this.opinions.escalate(command, id, body);
  }

  @Post(':id/settle')
  @ApiId(EXAMPLE_IDS.settle)
  @ApiBody({ type: SettleOpinionDto, examples: EXAMPLE_BODIES.settle })
  @Route({
    summary: 'Settle an opinion',
    description: 'Where it lies, with the reply. Needs the right there.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The opinion as it is now.' },
    command: 'change',
    problems: [...STEP, 'opinion-settled', 'not-at-once', 'unit-not-known-yet'],
  })
  settle(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: SettleOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    return this.opinions.settle(command, id, body);
  }

  @Post(':id/reopen')
  @ApiId(EXAMPLE_IDS.reopen)
  @ApiBody({ type: ReopenOpinionDto, examples: EXAMPLE_BODIES.reopen })
  @Route({
    summary: 'Reopen an opinion',
    description: 'It is open again from that day, where it was settled; that it was settled before stays counted.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The opinion as it is now.' },
    command: 'change',
    problems: [...STEP, 'opinion-open', 'reason-required', 'unit-not-known-yet'],
  })
  reopen(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: ReopenOpinionDto,
  ): Promise<Answer<OpinionAnswer>> {
    return this.opinions.reopen(command, id, body);
  }

  @Post(':id/void')
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: FactReasonDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void an opinion',
    description: 'For what was entered by mistake. It counts nowhere any more and stays readable.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The opinion, voided.' },
    command: 'change',
    problems: ['no-such-opinion', 'opinion-voided', 'reason-required', 'unit-not-known-yet'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FactReasonDto,
  ): Promise<Answer<OpinionAnswer>> {
    return this.opinions.void(command, id, body.reason);
  }
}
