import { Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PrefillQuery } from './report-requests.dto.js';
import { PrefillAnswer } from './reports.dto.js';
import { ReportsReader } from './reports.reader.js';

@ApiTags('Reports')
@Controller('v1/report-prefill')
export class PrefillController {
  constructor(private readonly reader: ReportsReader) {}

  @Get()
  @Route({
    summary: 'Read what events already say for a report',
    description:
      'The measures that the type takes from events, for the unit and period, as a rollup has them and with how fresh ' +
      'they are. Nobody types them again.',
    access: 'unit',
    answer: { type: PrefillAnswer, description: 'The figures, and the report if it was begun.' },
    problems: [
      'no-such-unit',
      'unit-hands-in-none',
      'unit-not-alive',
      'report-type-unknown',
      'report-type-not-in-force',
      'period-kind-wrong',
      'period-kind-not-in-calendar',
      'period-malformed',
      'period-impossible',
    ],
  })
  read(@Principal() principal: Principal, @Query() query: PrefillQuery): Promise<PrefillAnswer> {
    return this.reader.prefill(principal.sub, query);
  }
}
