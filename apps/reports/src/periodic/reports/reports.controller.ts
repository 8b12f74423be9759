import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, VersionParam } from '#http';
import type { Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CreateReportDto, ReportReasonDto, ReportsQuery, WriteReportDto } from './report-requests.dto.js';
import {
  ReportReadAnswer,
  ReportsPage,
  ReportVersionAnswer,
  ReportVersionsPage,
  ReportWrittenAnswer,
} from './reports.dto.js';
import { REPORT_BODIES, REPORT_IDS } from './reports.examples.js';
import { ReportsReader } from './reports.reader.js';
import { ReportsService } from './reports.service.js';

const ASKED = [
  'report-type-unknown',
  'report-type-not-in-force',
  'period-kind-wrong',
  'period-kind-not-in-calendar',
  'period-malformed',
  'period-impossible',
];
const CONTENT = ['report-invalid', 'nil-with-content'];

@ApiTags('Reports')
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly reader: ReportsReader,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiBody({ type: CreateReportDto, examples: REPORT_BODIES.create })
  @Route({
    summary: 'Begin a report, or hand it in at once',
    description:
      'With `submit` it is handed in, with the figures that events give for the unit and period frozen in it. There is ' +
      'one report of a unit, type and period: send the same request again with its Idempotency-Key when an answer was ' +
      'lost. Every fault is named with its path.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, status: 201, description: 'The report as recorded.' },
    command: 'create',
    problems: [
      'unit-not-known-yet',
      'report-exists',
      'unit-hands-in-none',
      'unit-not-alive',
      'period-not-over',
      'nothing-reported',
      ...CONTENT,
      ...ASKED,
    ],
  })
  create(@Command() command: CommandRequest, @Body() body: CreateReportDto): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.create(command, body);
  }

  @Get()
  @Route({
    summary: 'List the reports of a subtree',
    description:
      'Reports of the unit and of every unit that lay under it on the last day of the period, in order of that day. ' +
      'Drafts and voided ones are listed too, as `state` says.',
    access: 'unit',
    answer: { type: ReportsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-unit', 'invalid-cursor'],
  })
  list(@Principal() principal: Principal, @Query() query: ReportsQuery): Promise<ReportsPage> {
    return this.reader.list(principal.sub, query);
  }

  @Get(':id')
  @ApiId(REPORT_IDS.read)
  @Route({
    summary: 'Read a report',
    description:
      'With what was reported beside what the figures say now: events of the period may have come or been corrected since.',
    access: 'unit',
    answer: { type: ReportReadAnswer, description: 'The newest version.' },
    problems: ['no-such-report'],
  })
  async one(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReportReadAnswer> {
    const report = await this.reader.one(principal.sub, id);
    tagVersion(response, report.version);
    return report;
  }

  @Put(':id')
  @ApiId(REPORT_IDS.rewrite)
  @ApiBody({ type: WriteReportDto, examples: REPORT_BODIES.rewrite })
  @Route({
    summary: 'Replace what a report tells',
    description: 'While it is a draft, or was returned. It is handed in by itself.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, description: 'The report as it stands.' },
    command: 'change',
    problems: ['no-such-report', 'already-submitted', 'report-voided', ...CONTENT],
  })
  rewrite(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: WriteReportDto,
  ): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.rewrite(command, id, body);
  }

  @Post(':id/submit')
  @HttpCode(200)
  @ApiId(REPORT_IDS.submit)
  @Route({
    summary: 'Hand a report in',
    description: 'From the last day of its period on. What events say now is frozen in it.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, description: 'The report, handed in.' },
    command: 'change',
    problems: [
      'no-such-report',
      'already-submitted',
      'report-voided',
      'period-not-over',
      'nothing-reported',
      'report-invalid',
    ],
  })
  submit(@Command() command: CommandRequest, @IdParam() id: string): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.submit(command, id);
  }

  @Post(':id/void')
  @HttpCode(200)
  @ApiId(REPORT_IDS.void)
  @ApiBody({ type: ReportReasonDto, examples: REPORT_BODIES.void })
  @Route({
    summary: 'Void a report',
    description:
      'For what was entered by mistake. It counts nowhere any more and stays readable; a new one may be begun under its ' +
      'id. An accepted one must be returned first.',
    access: 'unit',
    answer: { type: ReportWrittenAnswer, description: 'The report, voided.' },
    command: 'change',
    problems: ['no-such-report', 'report-voided', 'already-accepted', 'reason-required'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: ReportReasonDto,
  ): Promise<Answer<ReportWrittenAnswer>> {
    return this.reports.void(command, id, body.reason);
  }

  @Get(':id/versions')
  @ApiId(REPORT_IDS.read)
  @Route({
    summary: 'List the versions of a report',
    description: 'Who recorded what, when and why, the first version first.',
    access: 'unit',
    answer: { type: ReportVersionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-report', 'invalid-cursor'],
  })
  history(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<ReportVersionsPage> {
    return this.reader.history(principal.sub, id, query.limit, query.cursor);
  }

  @Get(':id/versions/:version')
  @ApiId(REPORT_IDS.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a report',
    access: 'unit',
    answer: { type: ReportVersionAnswer, description: 'The report as it was recorded then.' },
    problems: ['no-such-report', 'no-such-report-version'],
  })
  version(
    @Principal() principal: Principal,
    @IdParam() id: string,
    @VersionParam() version: number,
  ): Promise<ReportVersionAnswer> {
    return this.reader.version(principal.sub, id, version);
  }
}
