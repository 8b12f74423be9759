import {
  ApiId,
  Command,
  CommandRequest,
  IdParam,
  PageQuery,
  Principal,
  Route,
  tagVersion,
  VersionParam,
  type Answer,
} from '#http';
import { Body, Controller, Get, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  CaseAnswer,
  CasesPage,
  CaseVersionAnswer,
  CaseVersionsPage,
  NarrativeAnswer,
  NarrativeReadsPage,
} from './case-answers.dto.js';
import {
  CasesQuery,
  CloseCaseDto,
  ConcludeCaseDto,
  CorrectCaseDto,
  DatedReasonDto,
  FulfilObligationDto,
  NarrativeQuery,
  OpenCaseDto,
  RecordFindingDto,
  VoidCaseDto,
} from './cases.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './cases.examples.js';
import { CasesReader } from './cases.reader.js';
import { CasesService } from './cases.service.js';

const DATES = ['date-in-future', 'dates-out-of-order'];
const DETAILS = [
  'unit-not-known-yet',
  'member-not-known-yet',
  'classified-content',
  'form-not-of-kind',
  'outside-committee',
  'member-required',
  'member-of-organisation',
  'member-not-of-unit',
  'date-too-early',
];
const PAST = ['case-annulled', 'case-voided'];

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly reader: CasesReader,
  ) {}

  @Post()
  @ApiBody({ type: OpenCaseDto, examples: EXAMPLE_BODIES.open })
  @Route({
    summary: 'Open a case',
    description:
      'An inspection or supervision of an organisation or a member. Units that have ended and members who have left ' +
      'stay subject to it (QĐ 296-QĐ/TW): what lies outside the life of the unit is accepted and marked.',
    access: 'unit',
    answer: { type: CaseAnswer, status: 201, description: 'The case, version 1.' },
    command: 'create',
    problems: ['case-exists', 'date-in-future', 'unit-not-alive', ...DETAILS],
  })
  open(@Command() command: CommandRequest, @Body() body: OpenCaseDto): Promise<Answer<CaseAnswer>> {
    return this.cases.open(command, body);
  }

  @Get()
  @Route({
    summary: 'List the cases of a subtree',
    description:
      'Inspections and supervisions of the unit and of every unit below it today, for who holds the right to read them ' +
      'there, in the order in which they were opened.',
    access: 'unit',
    answer: { type: CasesPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: CasesQuery): Promise<CasesPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get(':id')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read a case',
    description: 'Without its texts. Open to who may read inspection at the unit or at the committee.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The newest version.' },
    problems: ['no-such-case'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CaseAnswer> {
    const one = await this.reader.one(principal.sub, id);
    tagVersion(response, one.version);
    return one;
  }

  @Get(':id/narrative')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'Read the texts of a case',
    description:
      'Findings, conclusion, obligations and evidence in words. It needs a right of its own; each read is noted.',
    access: 'unit',
    answer: { type: NarrativeAnswer, description: 'The texts, and the id of the member it concerns.' },
    problems: ['no-such-case', 'no-such-version'],
  })
  narrative(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: NarrativeQuery,
  ): Promise<NarrativeAnswer> {
    return this.reader.narrative(principal.sub, id, query.version);
  }

  @Get(':id/reads')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List who read the texts of a case',
    description: 'The newest read first. It needs the right to the texts.',
    access: 'unit',
    answer: { type: NarrativeReadsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-case', 'invalid-cursor'],
  })
  reads(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<NarrativeReadsPage> {
    return this.reader.narrativeReads(principal.sub, id, query.limit, query.cursor);
  }

  @Get(':id/versions')
  @ApiId(EXAMPLE_IDS.read)
  @Route({
    summary: 'List the versions of a case',
    description: 'Who recorded what, when and why, the first version first.',
    access: 'unit',
    answer: { type: CaseVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-case', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<CaseVersionsPage> {
    return this.reader.history(principal.sub, id, query.limit, query.cursor);
  }

  @Get(':id/versions/:version')
  @ApiId(EXAMPLE_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a case',
    access: 'unit',
    answer: { type: CaseVersionAnswer, description: 'The case as it was recorded then.' },
    problems: ['no-such-case', 'no-such-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<CaseVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }

  @Post(':id/findings')
  @ApiId(EXAMPLE_IDS.finding)
  @ApiBody({ type: RecordFindingDto, examples: EXAMPLE_BODIES.finding })
  @Route({
    summary: 'Record a finding',
    description: 'Before the conclusion.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    problems: ['no-such-case', 'not-open', 'finding-exists', 'classified-content', ...DATES, ...PAST],
  })
  recordFinding(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: RecordFindingDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.recordFinding(command, id, body);
  }

  @Post(':id/findings/:findingId/withdraw')
  @ApiId(EXAMPLE_IDS.withdraw)
  @ApiId(EXAMPLE_IDS.withdrawnFinding, 'findingId')
  @ApiBody({ type: DatedReasonDto, examples: EXAMPLE_BODIES.withdraw })
  @Route({
    summary: 'Withdraw a finding',
    description: 'Before the conclusion, with a reason. It stays readable.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    exampleVersion: 2,
    problems: [
      'no-such-case',
      'no-such-finding',
      'not-open',
      'already-withdrawn',
      'reason-required',
      ...DATES,
      ...PAST,
    ],
  })
  withdrawFinding(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('findingId') findingId: string,
    @Body() body: DatedReasonDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.withdrawFinding(command, id, findingId, body);
  }

  @Post(':id/conclude')
  @ApiId(EXAMPLE_IDS.conclude)
  @ApiBody({ type: ConcludeCaseDto, examples: EXAMPLE_BODIES.conclude })
  @Route({
    summary: 'Conclude a case',
    description: 'With what has to be done and by when.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    problems: [
      'no-such-case',
      'not-open',
      'obligation-exists',
      'due-before-conclusion',
      'unit-not-alive',
      'classified-content',
      'unit-not-known-yet',
      ...DATES,
      ...PAST,
    ],
  })
  conclude(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: ConcludeCaseDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.conclude(command, id, body);
  }

  @Post(':id/obligations/:obligationId/fulfil')
  @ApiId(EXAMPLE_IDS.fulfil)
  @ApiId(EXAMPLE_IDS.obligation, 'obligationId')
  @ApiBody({ type: FulfilObligationDto, examples: EXAMPLE_BODIES.fulfil })
  @Route({
    summary: 'Fulfil an obligation',
    description: 'With what shows it.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    exampleVersion: 2,
    problems: [
      'no-such-case',
      'no-such-obligation',
      'not-concluded',
      'already-fulfilled',
      'classified-content',
      ...DATES,
      ...PAST,
    ],
  })
  fulfil(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @IdParam('obligationId') obligationId: string,
    @Body() body: FulfilObligationDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.fulfil(command, id, obligationId, body);
  }

  @Post(':id/close')
  @ApiId(EXAMPLE_IDS.close)
  @ApiBody({ type: CloseCaseDto, examples: EXAMPLE_BODIES.close })
  @Route({
    summary: 'Close a case',
    description: 'Once all its obligations are fulfilled.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    exampleVersion: 2,
    problems: ['no-such-case', 'not-concluded', 'obligations-open', ...DATES, ...PAST],
  })
  close(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CloseCaseDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.close(command, id, body.on);
  }

  @Post(':id/annul')
  @ApiId(EXAMPLE_IDS.annul)
  @ApiBody({ type: DatedReasonDto, examples: EXAMPLE_BODIES.annul })
  @Route({
    summary: 'Annul a conclusion',
    description:
      'Puts a wrongful conclusion right (QĐ 117-QĐ/TW): it is not edited, and counts as annulled from that day.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    exampleVersion: 2,
    problems: ['no-such-case', 'not-concluded', 'reason-required', ...DATES, ...PAST],
  })
  annul(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: DatedReasonDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.annul(command, id, body);
  }

  @Post(':id/void')
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: VoidCaseDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void a case',
    description: 'For what was entered by mistake. It counts nowhere any more and stays readable.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    problems: ['no-such-case', 'case-voided', 'reason-required'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: VoidCaseDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.void(command, id, body.reason);
  }

  @Put(':id')
  @ApiId(EXAMPLE_IDS.correct)
  @ApiBody({ type: CorrectCaseDto, examples: EXAMPLE_BODIES.correct })
  @Route({
    summary: 'Correct a case',
    description: 'Replaces what was entered wrongly, with a reason. Another committee needs the right at both.',
    access: 'unit',
    answer: { type: CaseAnswer, description: 'The case as it is now.' },
    command: 'change',
    problems: ['no-such-case', 'not-concluded', 'not-closed', 'reason-required', ...DETAILS, ...DATES, ...PAST],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectCaseDto,
  ): Promise<Answer<CaseAnswer>> {
    return this.cases.correct(command, id, body);
  }
}
