import { BulkAnswer, fileOf, FORMATS, MOST_ROWS, toldIn } from '#bulk';
import { Command, CommandRequest, Route, type Answer } from '#http';
import { Body, Controller, Headers, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { MeetingsBulkQuery } from './bulk.dto.js';
import { BULK_EXAMPLES } from './bulk.examples.js';
import { Bulk } from './bulk.service.js';

@ApiTags('meetings from files')
@Controller('v1/meetings/bulk')
export class BulkController {
  constructor(private readonly bulk: Bulk) {}

  @Post()
  @ApiConsumes(...FORMATS)
  @ApiBody({ schema: { type: 'string', example: BULK_EXAMPLES.csv } })
  @Route({
    summary: 'Log many meetings from a file',
    description:
      `CSV (UTF-8; \`,\` or \`;\`) with Vietnamese or English headings, or NDJSON; up to ${MOST_ROWS} rows or 10 MB, ` +
      'all or nothing up to 2,000, beyond that as a job. Each row is a meeting that took place, judged as a single one that is logged and closed at ' +
      'once, and all that is wrong with it is told. A record code (`code`) makes a row safe to send again: it is the ' +
      'same meeting in every file. ' +
      'Mandatory: unit, kind, date, start, end (or minutes), belong, present, excused, unexcused, exempt, elsewhere, voteBase.',
    access: 'unit',
    answer: { type: BulkAnswer, description: 'Every row: the meeting’s id, or what is wrong with it.' },
    command: 'create',
    problems: [
      'unit-not-known-yet',
      'text-expected',
      'csv-malformed',
      'unknown-heading',
      'heading-twice',
      'no-rows',
      'file-needs-job',
      'too-many-rows-atomic',
      'too-much-at-once',
      'rows-refused',
    ],
  })
  async enter(
    @Command() command: CommandRequest,
    @Query() { unit, mode, dryRun, dates }: MeetingsBulkQuery,
    @Headers('content-type') type: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @Body() body: unknown,
  ): Promise<Answer<BulkAnswer>> {
    const file = fileOf(type, body);
    return toldIn(language, await this.bulk.enter(command, { unit, mode, dryRun, dates, ...file }));
  }
}
