import { ApiId, IdParam, PageQuery, Principal, Route } from '#http';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BULK_EXAMPLES } from './bulk.examples.js';
import { DuplicatesPage } from './duplicates.dto.js';
import { DuplicatesReader } from './duplicates.reader.js';

@ApiTags('members')
@Controller('v1/units/:unitId/duplicates')
export class DuplicatesController {
  constructor(private readonly duplicates: DuplicatesReader) {}

  @Get()
  @ApiId(BULK_EXAMPLES.unit, 'unitId', 'Id of the unit.')
  @Route({
    summary: 'List members of a subtree who may have been entered twice',
    description:
      'Those of one name (without case and marks) and birth date, who are or were on a roll of the unit or below it. ' +
      'Two members never have one identifier. The read is logged.',
    access: 'unit',
    answer: { type: DuplicatesPage, description: 'Groups by name; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'subtree-too-large', 'invalid-cursor'],
  })
  below(
    @Principal() { sub }: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: PageQuery,
  ): Promise<DuplicatesPage> {
    return this.duplicates.below(sub, unitId, query);
  }
}
