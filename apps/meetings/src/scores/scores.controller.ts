import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FactNarrativeQuery, FactReasonDto } from '../facts/facts.dto.js';
import { NarrativeReadsPage } from '../narrative/narrative-reads.dto.js';
import {
  FirstScoringDto,
  NextScoringDto,
  ScoreAnswer,
  ScoreNarrativeAnswer,
  ScoreTablePage,
  ScoreTableQuery,
  ScoreVersionsPage,
} from './scores.dto.js';
import { SCORE_BODIES, SCORE_IDS } from './scores.examples.js';
import { ScoresReader } from './scores.reader.js';
import { ScoresService } from './scores.service.js';

const MEETING = ['no-such-meeting', 'already-voided', 'meeting-not-closed'];
const SCORING = ['no-template-in-force', 'own-score', 'score-invalid', 'nothing-scored'];

@ApiTags('scores')
@Controller('v1')
export class ScoresController {
  constructor(
    private readonly scores: ScoresService,
    private readonly reader: ScoresReader,
  ) {}

  @Get('meetings/:id/score')
  @ApiId(SCORE_IDS.read)
  @Route({
    summary: 'Read how a meeting was scored',
    description: 'Self-score and superior’s score side by side, and which of them counts.',
    access: 'unit',
    answer: { type: ScoreAnswer, description: 'The newest version.' },
    problems: ['no-such-score'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ScoreAnswer> {
    const score = await this.reader.one(principal.sub, id);
    tagVersion(response, score.version);
    return score;
  }

  @Post('meetings/:id/score')
  @HttpCode(201)
  @ApiId(SCORE_IDS.open)
  @ApiBody({ type: FirstScoringDto, examples: SCORE_BODIES.open })
  @Route({
    summary: 'Score a meeting for the first time',
    description:
      'Every item of the sheet in force on the date of the meeting. The superior’s right is held strictly above the ' +
      'branch. Points have one decimal at most; the total is of 100 and is worked out.',
    access: 'unit',
    answer: { type: ScoreAnswer, status: 201, description: 'The score, version 1.' },
    command: 'create',
    problems: [...MEETING, ...SCORING, 'score-exists', 'stale-version', 'unit-not-known-yet'],
  })
  open(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FirstScoringDto,
  ): Promise<Answer<ScoreAnswer>> {
    return this.scores.open(command, id, body.by, body);
  }

  @Put('meetings/:id/score/self')
  @ApiId(SCORE_IDS.self)
  @ApiBody({ type: NextScoringDto, examples: SCORE_BODIES.self })
  @Route({
    summary: 'Give or correct the self-score',
    description: 'A reason is needed where it replaces one. Never by who gave the superior’s score.',
    access: 'unit',
    answer: { type: ScoreAnswer, description: 'The score as it is now.' },
    command: 'change',
    problems: [...MEETING, ...SCORING, 'no-such-score', 'reason-required', 'unit-not-known-yet'],
  })
  self(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: NextScoringDto,
  ): Promise<Answer<ScoreAnswer>> {
    return this.scores.score(command, id, 'self', body);
  }

  @Put('meetings/:id/score/superior')
  @ApiId(SCORE_IDS.superior)
  @ApiBody({ type: NextScoringDto, examples: SCORE_BODIES.superior })
  @Route({
    summary: 'Give or correct the superior’s score',
    description:
      'By who holds the right strictly above the branch, and never by who gave the self-score in any version, whatever ' +
      'offices they hold. A reason is needed where it replaces one.',
    access: 'unit',
    answer: { type: ScoreAnswer, description: 'The score as it is now.' },
    command: 'change',
    problems: [...MEETING, ...SCORING, 'no-such-score', 'reason-required'],
  })
  superior(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: NextScoringDto,
  ): Promise<Answer<ScoreAnswer>> {
    return this.scores.score(command, id, 'superior', body);
  }

  @Post('meetings/:id/score/void')
  @HttpCode(200)
  @ApiId(SCORE_IDS.void)
  @ApiBody({ type: FactReasonDto, examples: SCORE_BODIES.void })
  @Route({
    summary: 'Void a score',
    description: 'Both sides; once the superior has scored only by who may do so. It may be scored afresh.',
    access: 'unit',
    answer: { type: ScoreAnswer, description: 'The score, voided.' },
    command: 'change',
    problems: [...MEETING, 'no-such-score', 'score-voided', 'reason-required', 'unit-not-known-yet'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FactReasonDto,
  ): Promise<Answer<ScoreAnswer>> {
    return this.scores.void(command, id, body.reason);
  }

  @Get('meetings/:id/score/versions')
  @ApiId(SCORE_IDS.read)
  @Route({
    summary: 'List the versions of a score',
    description: 'Also those that follow from a change of the meeting. Who scored, when and why, the first one first.',
    access: 'unit',
    answer: { type: ScoreVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-score', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<ScoreVersionsPage> {
    return this.reader.history(principal.sub, id, query);
  }

  @Get('meetings/:id/score/narrative')
  @ApiId(SCORE_IDS.read)
  @Route({
    summary: 'Read why points were lost',
    description: 'Free text, by a right of its own. The read is noted before it is answered.',
    access: 'unit',
    answer: { type: ScoreNarrativeAnswer, description: 'The reasons of both sides, by item.' },
    problems: ['no-such-score', 'no-such-version'],
  })
  narrative(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() { version }: FactNarrativeQuery,
  ): Promise<ScoreNarrativeAnswer> {
    return this.reader.narrative(principal.sub, id, version);
  }

  @Get('meetings/:id/score/reads')
  @ApiId(SCORE_IDS.read)
  @Route({
    summary: 'List who read why points were lost',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'The newest first.' },
    problems: ['no-such-score', 'invalid-cursor'],
  })
  reads(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<NarrativeReadsPage> {
    return this.reader.narrativeReads(principal.sub, id, query);
  }

  @Get('units/:id/scores')
  @ApiId(SCORE_IDS.unit)
  @Route({
    summary: 'Read the monthly table of scores of a subtree',
    description:
      'A row for each closed meeting of the month, scored or not, in order of date: branch, members, date, points and ' +
      'grade. The reasons for lost points are read by themselves.',
    access: 'unit',
    answer: { type: ScoreTablePage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  table(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: ScoreTableQuery,
  ): Promise<ScoreTablePage> {
    return this.reader.table(principal.sub, id, query);
  }
}
