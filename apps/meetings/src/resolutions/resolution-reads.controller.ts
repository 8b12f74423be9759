import { ApiId, IdParam, PageQuery, Principal, Route, tagVersion, VersionParam } from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FactNarrativeQuery } from '../facts/facts.dto.js';
import { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import { OpeningAnswer } from './opening.dto.js';
import { OpeningReader } from './opening.reader.js';
import {
  ResolutionAnswer,
  ResolutionNarrativeAnswer,
  ResolutionsPage,
  ResolutionVersionAnswer,
  ResolutionVersionsPage,
} from './resolution-answers.dto.js';
import { OpeningQuery, ResolutionsQuery } from './resolutions.dto.js';
import { EXAMPLE_IDS } from './resolutions.examples.js';
import { ResolutionsReader } from './resolutions.reader.js';

@ApiTags('resolutions')
@Controller('v1')
export class ResolutionReadsController {
  constructor(
    private readonly reader: ResolutionsReader,
    private readonly openings: OpeningReader,
  ) {}

  @Get('units/:id/opening')
  @ApiId(EXAMPLE_IDS.unit)
  @Route({
    summary: 'Read what the next meeting of a unit begins with',
    description:
      'The resolutions adopted since its last regular meeting before the day, with their tasks as they stood on it, the ' +
      'share of targets reached with the numbers behind it, and older tasks that were still open. Without texts.',
    access: 'unit',
    answer: { type: OpeningAnswer, description: 'Counts are of the resolutions since the last regular meeting.' },
    problems: ['no-such-unit'],
  })
  opening(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() { on }: OpeningQuery,
  ): Promise<OpeningAnswer> {
    return this.openings.read(principal.sub, id, on);
  }

  @Get('resolutions')
  @Route({
    summary: 'List the resolutions of a subtree',
    description:
      'Of the unit and of every unit below it today, in order of adoption: who has a branch now follows up its tasks.',
    access: 'unit',
    answer: { type: ResolutionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: ResolutionsQuery): Promise<ResolutionsPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get('resolutions/:id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read a resolution',
    description: 'Without its texts.',
    access: 'unit',
    answer: { type: ResolutionAnswer, description: 'The newest version.' },
    problems: ['no-such-resolution'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResolutionAnswer> {
    const one = await this.reader.one(principal.sub, id);
    tagVersion(response, one.version);
    return one;
  }

  @Get('resolutions/:id/narrative')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read the texts of a resolution',
    description:
      'Title, text, tasks, evidence and why the version was made. It needs a right of its own; each read is noted.',
    access: 'unit',
    answer: { type: ResolutionNarrativeAnswer, description: 'The texts of one version.' },
    problems: ['no-such-resolution', 'no-such-version'],
  })
  narrative(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: FactNarrativeQuery,
  ): Promise<ResolutionNarrativeAnswer> {
    return this.reader.narrative(principal.sub, id, query.version);
  }

  @Get('resolutions/:id/reads')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List who read the texts of a resolution',
    description: 'The newest read first. It needs the right to the texts.',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-resolution', 'invalid-cursor'],
  })
  reads(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<NarrativeReadsPage> {
    return this.reader.narrativeReads(principal.sub, id, query);
  }

  @Get('resolutions/:id/versions')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List the versions of a resolution',
    description: 'Who did what and when, the first version first. Why is among the texts.',
    access: 'unit',
    answer: { type: ResolutionVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-resolution', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<ResolutionVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }

  @Get('resolutions/:id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a resolution',
    access: 'unit',
    answer: { type: ResolutionVersionAnswer, description: 'The resolution as it was recorded then.' },
    problems: ['no-such-resolution', 'no-such-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<ResolutionVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }
}
