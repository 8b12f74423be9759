import { ApiId, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HandedInAnswer } from './handed-in.dto.js';
import { HandedInReader } from './handed-in.reader.js';
import { TypePeriodQuery } from './report-requests.dto.js';
import { UNIT_ABOVE } from './reports.examples.js';

@ApiTags('Reports')
@Controller('v1/units/:unitId/handed-in')
export class HandedInController {
  constructor(private readonly handedIn: HandedInReader) {}

  @Get()
  @ApiId(UNIT_ABOVE, 'unitId', 'Unit whose units below are asked for.')
  @Route({
    summary: 'See which units below have handed in',
    description:
      'Units below that report this type, by the tree of the last day of the period, in order of their codes. ' +
      '`counts` are of all of them: expected = handedIn + returned + missing. A draft shows as missing.',
    access: 'unit',
    answer: { type: HandedInAnswer, description: 'One page; ask again with `next` as `cursor`.' },
    problems: [
      'no-such-unit',
      'report-type-unknown',
      'report-type-not-in-force',
      'period-kind-wrong',
      'period-malformed',
      'period-impossible',
      'invalid-cursor',
    ],
  })
  read(
    @Principal() principal: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: TypePeriodQuery,
  ): Promise<HandedInAnswer> {
    return this.handedIn.read(principal.sub, unitId, query);
  }
}
