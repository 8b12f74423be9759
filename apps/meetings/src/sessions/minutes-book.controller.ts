import { ApiId, IdParam, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SessionsPage } from './session-answers.dto.js';
import { MinutesBookQuery } from './sessions.dto.js';
import { EXAMPLE_UNIT } from './sessions.examples.js';
import { SessionsReader } from './sessions.reader.js';

@ApiTags('sessions')
@Controller('v1/units/:unitId/minutes-book')
export class MinutesBookController {
  constructor(private readonly reader: SessionsReader) {}

  @Get()
  @ApiId(EXAMPLE_UNIT, 'unitId', 'Unit whose committee sat.')
  @Route({
    summary: 'Read the book of minutes of a committee and term',
    description:
      'Sessions in the order of the numbers of their minutes, 1, 2, 3 … without a gap: voided ones keep theirs. What the ' +
      'minutes say is read with each session, by who may.',
    access: 'unit',
    answer: { type: SessionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  book(
    @Principal() principal: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: MinutesBookQuery,
  ): Promise<SessionsPage> {
    return this.reader.book(principal.sub, unitId, query);
  }
}
