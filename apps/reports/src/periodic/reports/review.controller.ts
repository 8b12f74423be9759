import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ReportReasonDto } from './report-requests.dto.js';
import { ReportWrittenAnswer } from './reports.dto.js';
import { REPORT_BODIES, REPORT_IDS } from './reports.examples.js';
import { ReportsService } from './reports.service.js';

/** What a superior does with a report that was handed in. */
@ApiTags('Reports')
@Controller('v1/reports/:id')
export class ReviewController {
  constructor(private readonly reports: ReportsService) {}

  @Post('return')
  @HttpCode(200)
  @ApiId(REPORT_IDS.return)
  @ApiBody({ type: ReportReasonDto, examples: REPORT_BODIES.return })
  @Route({
    summary: 'Return a report to its unit',
    description:
      'With a reason; also one that was accepted, to be corrected. By who holds the right above the unit, and never by ' +
      'who wrote it or handed it in.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, description: 'The report, returned.' },
    command: 'change',
    problems: ['no-such-report', 'unit-not-known-yet', 'not-submitted', 'report-voided', 'own-work', 'reason-required'],
  })
  return(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: ReportReasonDto,
  ): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.return(command, id, body.reason);
  }

  @Post('accept')
  @HttpCode(200)
  @ApiId(REPORT_IDS.accept)
  @Route({
    summary: 'Accept a report',
    description: 'By who holds the right above the unit, and never by who wrote it or handed it in.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, description: 'The report, accepted.' },
    command: 'change',
    problems: [
      'no-such-report',
      'unit-not-known-yet',
      'not-submitted',
      'already-accepted',
      'report-voided',
      'own-work',
    ],
  })
  accept(@Command() command: CommandRequest, @IdParam() id: string): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.accept(command, id);
  }
}
