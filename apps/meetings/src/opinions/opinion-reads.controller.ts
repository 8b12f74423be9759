import { ApiId, IdParam, PageQuery, Principal, Route, tagVersion, VersionParam } from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FactNarrativeQuery } from '../facts/facts.dto.js';
import { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import {
  OpinionAnswer,
  OpinionNarrativeAnswer,
  OpinionsPage,
  OpinionVersionAnswer,
  OpinionVersionsPage,
} from './opinion-answers.dto.js';
import { OpinionsQuery } from './opinions.dto.js';
import { EXAMPLE_IDS } from './opinions.examples.js';
import { OpinionsReader } from './opinions.reader.js';

@ApiTags('opinions')
@Controller('v1/opinions')
export class OpinionReadsController {
  constructor(private readonly reader: OpinionsReader) {}

  @Get()
  @Route({
    summary: 'List the opinions of a subtree',
    description: 'Of the branches below the unit today, in the order in which they were raised, wherever they lie.',
    access: 'unit',
    answer: { type: OpinionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: OpinionsQuery): Promise<OpinionsPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get(':id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read an opinion',
    description: 'Without its text and replies. Open to who may read meetings at the branch or where it lies.',
    access: 'unit',
    answer: { type: OpinionAnswer, description: 'The newest version.' },
    problems: ['no-such-opinion'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OpinionAnswer> {
    const one = await this.reader.one(principal.sub, id);
    tagVersion(response, one.version);
    return one;
  }

  @Get(':id/narrative')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read the texts of an opinion',
    description: 'Text, replies and why the version was made. It needs a right of its own; each read is noted.',
    access: 'unit',
    answer: { type: OpinionNarrativeAnswer, description: 'The texts of one version.' },
    problems: ['no-such-opinion', 'no-such-version'],
  })
  narrative(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: FactNarrativeQuery,
  ): Promise<OpinionNarrativeAnswer> {
    return this.reader.narrative(principal.sub, id, query.version);
  }

  @Get(':id/reads')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List who read the texts of an opinion',
    description: 'The newest read first. It needs the right to the texts.',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-opinion', 'invalid-cursor'],
  })
  reads(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<NarrativeReadsPage> {
    return this.reader.narrativeReads(principal.sub, id, query);
  }

  @Get(':id/versions')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List the versions of an opinion',
    description: 'Who did what and when, the first version first. Why is among the texts.',
    access: 'unit',
    answer: { type: OpinionVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-opinion', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<OpinionVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }

  @Get(':id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of an opinion',
    access: 'unit',
    answer: { type: OpinionVersionAnswer, description: 'The opinion as it was recorded then.' },
    problems: ['no-such-opinion', 'no-such-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<OpinionVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }
}
