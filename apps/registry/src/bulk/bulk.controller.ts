import { Refusal } from '#contracts';
import { Command, CommandRequest, Route, type Answer } from '#http';
import { Body, Controller, Headers, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { BulkAnswer, BulkQuery } from './bulk.dto.js';
import { BULK_EXAMPLES } from './bulk.examples.js';
import { FORMATS, MOST_ROWS } from './bulk-file.rules.js';
import { Bulk } from './bulk.service.js';

const PATH = 'v1/members/bulk';
/** Takes more than other routes, and text only: an option of the app, since bodies are read before routes are known. */
export const BULK_BODY = { path: `/${PATH}`, types: FORMATS, limit: 10 * 1_048_576 };

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
  enter(
    @Command() command: CommandRequest,
    @Query() { unit, mode, dryRun, dates, padIdentifiers, on }: BulkQuery,
    @Headers('content-type') type: string | undefined,
    @Body() text: unknown,
  ): Promise<Answer<BulkAnswer>> {
    const format = FORMATS.find((known) => known === type?.split(';', 1)[0]?.trim().toLowerCase());
    if (typeof text !== 'string' || !format) throw new Refusal('malformed', 'text-expected');
    return this.bulk.enter(command, { unit, mode, dryRun, dates, padIdentifiers, on, format, text });
  }
}
