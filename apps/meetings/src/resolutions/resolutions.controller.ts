import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { FactReasonDto } from '../facts/facts.dto.js';
import { ResolutionAnswer } from './resolution-answers.dto.js';
import {
  AdoptResolutionDto,
  CompleteTaskDto,
  CorrectResolutionDto,
  DropTaskDto,
  ReopenTaskDto,
  ReportProgressDto,
} from './resolutions.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './resolutions.examples.js';
import { ResolutionsService } from './resolutions.service.js';

const DATES = ['date-too-early', 'date-in-future'];
const ADOPTION = [
  'unit-not-known-yet',
  'meeting-not-of-unit',
  'meeting-not-held',
  'not-on-meeting-date',
  'meeting-or-session',
  'unit-not-alive',
  'number-not-of-type',
  'term-required',
  'number-taken',
  'deadline-before-adoption',
  'task-exists',
  ...DATES,
];
const OF_TASK = ['no-such-resolution', 'no-such-task', 'resolution-voided'];

@ApiTags('resolutions')
@Controller('v1/resolutions')
export class ResolutionsController {
  constructor(private readonly resolutions: ResolutionsService) {}

  @Post()
  @ApiBody({ type: AdoptResolutionDto, examples: EXAMPLE_BODIES.adopt })
  @Route({
    summary: 'Record a resolution',
    description:
      'A resolution or conclusion with its tasks: adopted at a closed meeting of the unit, on its date, or in a committee. ' +
      'A document number is the unit’s proposal; one that is taken by a document of that kind in the term is refused.',
    access: 'unit',
    answer: { type: ResolutionAnswer, status: 201, description: 'The resolution as recorded, version 1.' },
    command: 'create',
    problems: ['resolution-exists', ...ADOPTION],
  })
  adopt(@Command() command: CommandRequest, @Body() body: AdoptResolutionDto): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.adopt(command, body);
  }

  @Put(':id')
  @ApiId(EXAMPLE_IDS.correct)
  @ApiBody({ type: CorrectResolutionDto, examples: EXAMPLE_BODIES.correct })
  @Route({
    summary: 'Correct a resolution',
    description:
      'Replaces the whole state, with a reason. Tasks named by their id keep how they stand; those left out were set by ' +
      'mistake. Another unit needs the right at both.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution as corrected.' },
    command: 'change',
    problems: ['no-such-resolution', 'resolution-voided', 'reason-required', 'before-adoption', ...ADOPTION],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectResolutionDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.correct(command, id, body);
  }

  @Post(':id/tasks/:taskId/progress')
  @ApiId(EXAMPLE_IDS.progress)
  @ApiId(EXAMPLE_IDS.progressTask, 'taskId')
  @ApiBody({ type: ReportProgressDto, examples: EXAMPLE_BODIES.progress })
  @Route({
    summary: 'Report how far a task is',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution as it is now.' },
    command: 'change',
    problems: [...OF_TASK, 'task-over', 'before-adoption', ...DATES],
  })
  progress(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('taskId') taskId: string,
    @Body() body: ReportProgressDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.reportProgress(command, id, taskId, body);
  }

  @Post(':id/tasks/:taskId/complete')
  @ApiId(EXAMPLE_IDS.complete)
  @ApiId(EXAMPLE_IDS.completeTask, 'taskId')
  @ApiBody({ type: CompleteTaskDto, examples: EXAMPLE_BODIES.complete })
  @Route({
    summary: 'Complete a task',
    description: 'With what shows it. It counts as done on that day, in time or late.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution as it is now.' },
    command: 'change',
    problems: [...OF_TASK, 'task-over', 'before-adoption', ...DATES],
  })
  complete(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('taskId') taskId: string,
    @Body() body: CompleteTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.complete(command, id, taskId, body);
  }

  @Post(':id/tasks/:taskId/drop')
  @ApiId(EXAMPLE_IDS.drop)
  @ApiId(EXAMPLE_IDS.dropTask, 'taskId')
  @ApiBody({ type: DropTaskDto, examples: EXAMPLE_BODIES.drop })
  @Route({
    summary: 'Drop a task',
    description: 'It will not be done. One that is dropped by its deadline was never due.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution as it is now.' },
    command: 'change',
    problems: [...OF_TASK, 'task-over', 'before-adoption', ...DATES],
  })
  drop(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('taskId') taskId: string,
    @Body() body: DropTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.drop(command, id, taskId, body);
  }

  @Post(':id/tasks/:taskId/reopen')
  @ApiId(EXAMPLE_IDS.reopen)
  @ApiId(EXAMPLE_IDS.reopenTask, 'taskId')
  @ApiBody({ type: ReopenTaskDto, examples: EXAMPLE_BODIES.reopen })
  @Route({
    summary: 'Reopen a task',
    description: 'It was not done, or not to be dropped, after all: it counts as if it had been open all along.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution as it is now.' },
    command: 'change',
    exampleVersion: 2,
    problems: [...OF_TASK, 'task-open', 'reason-required'],
  })
  reopen(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('taskId') taskId: string,
    @Body() body: ReopenTaskDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.reopen(command, id, taskId, body);
  }

  @Post(':id/void')
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: FactReasonDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void a resolution',
    description: 'For what was entered by mistake. It and its tasks count nowhere any more and stay readable.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The resolution, voided. Its number is free again.' },
    command: 'change',
    problems: ['no-such-resolution', 'resolution-voided', 'reason-required'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FactReasonDto,
  ): Promise<Answer<ResolutionAnswer>> {
    return this.resolutions.void(command, id, body.reason);
  }
}
