import { ApiId, IdParam, PageQuery, Principal, Route, tagVersion, VersionParam } from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MemberAnswer, MemberReadsPage, MemberVersionAnswer, MemberVersionsPage } from './members-answers.dto.js';
import { EXAMPLE_IDS } from './members.examples.js';
import { MembersReader } from './members.reader.js';

/** Reads of one member: with the right to the people where he is now; elsewhere there is no such member. */
@ApiTags('members')
@Controller('v1/members')
export class MemberReadsController {
  constructor(private readonly reader: MembersReader) {}

  @Get(':id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read a member',
    description: 'Personal data, acts and what they amount to. The read is logged.',
    access: 'person',
    answer: { type: MemberAnswer, description: 'The newest version.' },
    problems: ['no-such-member'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MemberAnswer> {
    const member = await this.reader.one(principal.sub, id);
    tagVersion(response, member.version);
    return member;
  }

  @Get(':id/versions')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List the versions of a member',
    description: 'Who recorded what, when and why, the first version first. The read is logged.',
    access: 'person',
    answer: { type: MemberVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-member', 'invalid-cursor'],
  })
  history(@Principal() principal: Principal, @IdParam() id: string, @Query() query: PageQuery) {
    return this.reader.history(principal.sub, id, query.limit, query.cursor) as Promise<MemberVersionsPage>;
  }

  @Get(':id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a member',
    access: 'person',
    answer: { type: MemberVersionAnswer, description: 'The member as recorded then.' },
    problems: ['no-such-member', 'no-such-member-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<MemberVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }

  @Get(':id/reads')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List who read the data of a member',
    description: 'The newest first. Needs the right to change the roll he is on.',
    access: 'person',
    answer: { type: MemberReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-member', 'invalid-cursor'],
  })
  reads(@Principal() principal: Principal, @IdParam() id: string, @Query() query: PageQuery) {
    return this.reader.reads(principal.sub, id, query.limit, query.cursor) as Promise<MemberReadsPage>;
  }
}
