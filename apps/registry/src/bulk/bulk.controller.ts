import { BulkAnswer, bulkBody, fileOf, FORMATS, MOST_ROWS, toldIn } from '#bulk';
import { Command, CommandRequest, Route, type Answer } from '#http';
import { Body, Controller, Headers, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { MembersBulkQuery } from './bulk.dto.js';
import { BULK_EXAMPLES } from './bulk.examples.js';
import { Bulk } from './bulk.service.js';

const PATH = 'v1/members/bulk';
export const BULK_BODY = bulkBody(`/${PATH}`);

@ApiTags('members')
@Controller(PATH)
export class BulkController {
  constructor(private readonly bulk: Bulk) {}

  @Post()
  @ApiConsumes(...FORMATS)
  @ApiBody({ schema: { type: 'string', example: BULK_EXAMPLES.csv } })
  @Route({
    summary: 'Take up many members from a file',
    description:
      `CSV (UTF-8; \`,\` or \`;\`) with Vietnamese or English headings, or NDJSON; up to ${MOST_ROWS} rows or 10 MB. ` +
      'Identifiers are text: one that lost its leading zeros is refused unless that is declared. Each row is judged as ' +
      'a single registration, and all that is wrong with it is told. Rows alike in name and birth date to a member ' +
      'of the branch are refused until `confirmedDistinct` says that they are others. ' +
      'Mandatory: unit, name, sex, birthDate, ethnicity, religion, on, standing (or officialDate).',
    access: 'unit',
    answer: { type: BulkAnswer, description: 'Every row: the member’s id, or what is wrong with it.' },
    command: 'create',
    problems: [
      'no-such-unit',
      'text-expected',
      'csv-malformed',
      'unknown-heading',
      'heading-twice',
      'no-rows',
      'too-many-rows',
      'too-much-at-once',
      'rows-refused',
    ],
  })
  async enter(
    @Command() command: CommandRequest,
    @Query() { unit, mode, dryRun, dates, padIdentifiers, on }: MembersBulkQuery,
    @Headers('content-type') type: string | undefined,
    @Headers('accept-language') language: string | undefined,
    @Body() body: unknown,
  ): Promise<Answer<BulkAnswer>> {
    const file = fileOf(type, body);
    return toldIn(language, await this.bulk.enter(command, { unit, mode, dryRun, dates, padIdentifiers, on, ...file }));
  }
}
