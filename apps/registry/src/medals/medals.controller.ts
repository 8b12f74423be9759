import { ApiId, Command, CommandRequest, IdParam, Principal, Route, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { VoidRecordDto } from '../records/records.dto.js';
import { AwardAnswer, AwardsAnswer, GiveMedalDto, MedalsPage, MedalsQuery } from './medals.dto.js';
import { MEDAL_EXAMPLES } from './medals.examples.js';
import { Medals } from './medals.service.js';

/** Huy hiệu Đảng: medals by Party age (DOMAIN.md 2.5). */
@ApiTags('medals')
@Controller('v1')
export class MedalsController {
  constructor(private readonly medals: Medals) {}

  @Get('units/:unitId/medals')
  @ApiId(MEDAL_EXAMPLES.unit, 'unitId', 'Id of the unit.')
  @Route({
    summary: 'List who is due a medal on an award day',
    description:
      'Official members on the rolls of the unit and below it whose Party age reaches 30, 40, 45, 50 … 90 years after ' +
      'the award day before, up to and including this one, and who were not given that medal. The read is logged.',
    access: 'unit',
    answer: { type: MedalsPage, description: 'The longest Party age first; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'not-an-award-day', 'invalid-cursor'],
  })
  due(
    @Principal() { sub }: Principal,
    @IdParam('unitId') unitId: string,
    @Query() query: MedalsQuery,
  ): Promise<MedalsPage> {
    return this.medals.due(sub, unitId, query);
  }

  @Get('members/:id/medals')
  @ApiId(MEDAL_EXAMPLES.void.member)
  @Route({
    summary: 'List the medals that a member was given',
    description: 'The read is logged.',
    access: 'person',
    answer: { type: AwardsAnswer, description: 'By step, voided ones too.' },
    problems: ['no-such-member'],
  })
  ofMember(@Principal() { sub }: Principal, @IdParam() id: string): Promise<AwardsAnswer> {
    return this.medals.ofMember(sub, id);
  }

  @Post('members/:id/medals')
  @ApiId(MEDAL_EXAMPLES.give)
  @Route({
    summary: 'Record that a member was given a medal',
    description: 'From then on it is in no list of medals due.',
    access: 'person',
    answer: { type: AwardAnswer, status: 201, description: 'The award, version 1.' },
    command: 'create',
    problems: ['no-such-member', 'award-exists', 'already-awarded', 'no-such-step', 'date-out-of-range'],
  })
  give(
    @Command() command: CommandRequest,
    @IdParam() memberId: string,
    @Body() { id, step, awardedOn, reason }: GiveMedalDto,
  ): Promise<Answer<AwardAnswer>> {
    return this.medals.give(command, { id: id ?? command.derivedId, memberId, step, awardedOn, reason });
  }

  @Post('members/:id/medals/:awardId/void')
  @HttpCode(200)
  @ApiId(MEDAL_EXAMPLES.void.member)
  @ApiId(MEDAL_EXAMPLES.void.award, 'awardId', 'Id of the award.')
  @Route({
    summary: 'Void an award',
    description: 'Entered by mistake, or handed back by who was put out of the Party.',
    access: 'person',
    answer: { type: AwardAnswer, description: 'The award, voided.' },
    command: 'change',
    problems: ['no-such-member', 'no-such-award', 'award-voided'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() memberId: string,
    @IdParam('awardId') awardId: string,
    @Body() { reason }: VoidRecordDto,
  ): Promise<Answer<AwardAnswer>> {
    return this.medals.void(command, memberId, awardId, reason);
  }
}
