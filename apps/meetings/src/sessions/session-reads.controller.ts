import { ApiId, IdParam, PageQuery, Principal, Route, tagVersion, VersionParam } from '#http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FactNarrativeQuery } from '../facts/facts.dto.js';
import { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import {
  SessionAnswer,
  SessionNarrativeAnswer,
  SessionsPage,
  SessionVersionAnswer,
  SessionVersionsPage,
} from './session-answers.dto.js';
import { SessionsQuery } from './sessions.dto.js';
import { EXAMPLE_IDS } from './sessions.examples.js';
import { SessionsReader } from './sessions.reader.js';

@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionReadsController {
  constructor(private readonly reader: SessionsReader) {}

  @Get()
  @Route({
    summary: 'List the committee sessions of a subtree',
    description: 'Of the unit and of every unit below it today, in order of date.',
    access: 'unit',
    answer: { type: SessionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: SessionsQuery): Promise<SessionsPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get(':id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read a committee session',
    description: 'Without its texts, and without who asked whom.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The newest version.' },
    problems: ['no-such-session'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionAnswer> {
    const one = await this.reader.one(principal.sub, id);
    tagVersion(response, one.version);
    return one;
  }

  @Get(':id/narrative')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read the texts of a session',
    description:
      'Titles, drafts with the opinions on them, questions, minutes, and why the version was made. It needs a right of its own; each read is noted.',
    access: 'unit',
    answer: { type: SessionNarrativeAnswer, description: 'The texts of one version.' },
    problems: ['no-such-session', 'no-such-version'],
  })
  narrative(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: FactNarrativeQuery,
  ): Promise<SessionNarrativeAnswer> {
    return this.reader.narrative(principal.sub, id, query.version);
  }

  @Get(':id/reads')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List who read the texts of a session',
    description: 'The newest read first. It needs the right to the texts.',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-session', 'invalid-cursor'],
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
    summary: 'List the versions of a session',
    description: 'Who did what and when, the first version first. Why is among the texts.',
    access: 'unit',
    answer: { type: SessionVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-session', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<SessionVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }

  @Get(':id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a session',
    access: 'unit',
    answer: { type: SessionVersionAnswer, description: 'The session as it was recorded then.' },
    problems: ['no-such-session', 'no-such-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<SessionVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }
}
