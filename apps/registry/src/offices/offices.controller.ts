import { ApiId, Command, CommandRequest, IdParam, Principal, Route, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OnQuery, VoidRecordDto } from '../records/records.dto.js';
import {
  CorrectOfficeDto,
  EndOfficeDto,
  OfficeAnswer,
  OfficesAnswer,
  OfficeVersionsAnswer,
  TakeOfficeDto,
} from './offices.dto.js';
import { OFFICE_EXAMPLES } from './offices.examples.js';
import { Offices } from './offices.service.js';

const WRITTEN = { type: OfficeAnswer, description: 'The office after the change.' };
const PERIOD = ['empty-period', 'date-out-of-range'];
const TAKEN = ['office-taken', 'office-held'];

/** Which member holds which post at which unit. It gives no right: that is what roles are for. */
@ApiTags('offices')
@Controller('v1')
export class OfficesController {
  constructor(private readonly offices: Offices) {}

  @Post('offices')
  @Route({
    summary: 'Put a member into an office at a unit',
    description:
      'For the days from `from` to the day before `to`. A unit has one secretary and one chair of its inspection ' +
      'committee on every day; a member may hold several offices.',
    access: 'unit',
    answer: { type: OfficeAnswer, status: 201, description: 'The office, version 1.' },
    command: 'create',
    problems: ['no-such-unit', 'no-such-member', 'office-exists', 'unit-not-alive', ...TAKEN, ...PERIOD],
  })
  take(@Command() command: CommandRequest, @Body() body: TakeOfficeDto): Promise<Answer<OfficeAnswer>> {
    const { id, reason = null, to = null, ...office } = body;
    return this.offices.take(command, { ...office, to, id: id ?? command.derivedId }, reason);
  }

  @Put('offices/:id')
  @ApiId(OFFICE_EXAMPLES.correct)
  @Route({
    summary: 'Correct the days of an office',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: ['no-such-office', 'office-voided', 'no-change', ...TAKEN, ...PERIOD],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { from, to, reason }: CorrectOfficeDto,
  ): Promise<Answer<OfficeAnswer>> {
    return this.offices.correct(command, id, { from, to }, { act: 'corrected', reason });
  }

  @Post('offices/:id/end')
  @HttpCode(200)
  @ApiId(OFFICE_EXAMPLES.end)
  @Route({
    summary: 'End an office',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: ['no-such-office', 'office-voided', 'no-change', ...TAKEN, ...PERIOD],
  })
  end(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { to, reason }: EndOfficeDto,
  ): Promise<Answer<OfficeAnswer>> {
    return this.offices.correct(command, id, { to }, { act: 'ended', reason });
  }

  @Post('offices/:id/void')
  @HttpCode(200)
  @ApiId(OFFICE_EXAMPLES.void)
  @Route({
    summary: 'Void an office that was entered by mistake',
    access: 'unit',
    answer: WRITTEN,
    command: 'change',
    problems: ['no-such-office', 'office-voided'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { reason }: VoidRecordDto,
  ): Promise<Answer<OfficeAnswer>> {
    return this.offices.void(command, id, reason);
  }

  @Get('offices/:id/versions')
  @ApiId(OFFICE_EXAMPLES.read)
  @Route({
    summary: 'List the versions of an office',
    description: 'Who recorded what, when and why, the first version first. The read is logged.',
    access: 'unit',
    answer: { type: OfficeVersionsAnswer, description: 'All versions.' },
    problems: ['no-such-office'],
  })
  versions(@Principal() { sub }: Principal, @IdParam() id: string): Promise<OfficeVersionsAnswer> {
    return this.offices.versions(sub, id);
  }

  @Get('units/:unitId/offices')
  @ApiId(OFFICE_EXAMPLES.unit, 'unitId', 'Id of the unit.')
  @Route({
    summary: 'List the offices held at a unit on a day',
    description: 'At this very unit. The read is logged.',
    access: 'unit',
    answer: { type: OfficesAnswer, description: 'The offices, by kind.' },
    problems: ['no-such-unit'],
  })
  atUnit(
    @Principal() { sub }: Principal,
    @IdParam('unitId') unitId: string,
    @Query() { on }: OnQuery,
  ): Promise<OfficesAnswer> {
    return this.offices.atUnit(sub, unitId, on);
  }
}
