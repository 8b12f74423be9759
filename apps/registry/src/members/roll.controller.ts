import { ApiId, IdParam, Principal, Route } from '#http';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EXAMPLE_IDS } from './members.examples.js';
import { FoundMembersPage, RollPage, RollQuery, SearchMembersDto } from './roll.dto.js';
import { RollReader } from './roll.reader.js';
import { SearchReader } from './search.reader.js';

/** People of a roll. Every answer is noted with the ids in it. */
@ApiTags('members')
@Controller('v1')
export class RollController {
  constructor(
    private readonly rolls: RollReader,
    private readonly searches: SearchReader,
  ) {}

  @Get('units/:unitId/roll')
  @ApiId(EXAMPLE_IDS.roll, 'unitId')
  @Route({
    summary: 'Read the roll of a unit on a day',
    description:
      'Who was on it that day, as what, by name in Vietnamese order, and the head-count of the whole roll. With ' +
      '`scope=subtree` also the rolls of all units that lay under it that day, up to 1,000 of them. The read is logged.',
    access: 'unit',
    answer: { type: RollPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'roll-too-large', 'invalid-cursor'],
  })
  roll(
    @Principal() principal: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: RollQuery,
  ): Promise<RollPage> {
    return this.rolls.roll(principal.sub, unitId, query);
  }

  @Post('members/search')
  @Route({
    summary: 'Find members of a subtree by name or identifier',
    description:
      'By POST, since no personal value belongs in an address. Finds who is now on a roll of the subtree, was last on ' +
      'one, stays there for a time or is introduced to it. The read is logged.',
    access: 'unit',
    answer: { type: FoundMembersPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'search-needs-more', 'invalid-cursor'],
  })
  search(@Principal() principal: Principal, @Body() body: SearchMembersDto): Promise<FoundMembersPage> {
    return this.searches.search(principal.sub, body);
  }
}
