import { ApiId, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { contentOf, formatOf, sendTable, Tabled } from '../../exports/tables.js';
import { HandedInAnswer, HandedInQuery } from './handed-in.dto.js';
import { handedInTable } from './handed-in.table.js';
import { HandedInReader } from './handed-in.reader.js';
import { UNIT_ABOVE } from './reports.examples.js';

@ApiTags('Reports')
@Controller('v1/units/:unitId/handed-in')
export class HandedInController {
  constructor(private readonly handedIn: HandedInReader) {}

  @Get()
  @Tabled(HandedInAnswer)
  @ApiId(UNIT_ABOVE, 'unitId', 'Unit whose units below are asked for.')
  @Route({
    summary: 'See which units below have handed in',
    description:
      'Units below that report this type, by the tree of the last day of the period, in order of their codes. ' +
      '`counts` are of all of them: expected = handedIn + returned + missing. A draft shows as missing.',
    access: 'unit',
    answer: {
      content: contentOf(HandedInAnswer, 'csv', 'xlsx'),
      description: 'One page; ask again with `next` as `cursor`. Or all as a table.',
    },
    problems: [
      'no-such-unit',
      'report-type-unknown',
      'report-type-not-in-force',
      'period-kind-wrong',
      'period-kind-not-in-calendar',
      'period-malformed',
      'period-impossible',
      'invalid-cursor',
      'table-too-large',
    ],
  })
  async read(
    @Principal() principal: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: HandedInQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HandedInAnswer | StreamableFile> {
    const format = formatOf(response, query.format, ['csv', 'xlsx']);
    const answer = await this.handedIn.read(principal.sub, unitId, query, format !== 'json');
    return format === 'json' ? answer : sendTable(response, handedInTable(answer), format);
  }
}
