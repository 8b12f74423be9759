import { Command, CommandRequest, Route, tagVersion, VersionParam, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ReportTypeAnswer, ReportTypeDto, ReportTypesAnswer, ReportTypeVersionDto } from './report-types.dto.js';
import { TYPE_EXAMPLES } from './report-types.examples.js';
import { ReportTypesService } from './report-types.service.js';

const ApiCode = (example: string) =>
  ApiParam({ name: 'code', schema: { type: 'string', example }, description: 'Code of the report type.' });

@ApiTags('Report types')
@Controller('v1/report-types')
export class ReportTypesController {
  constructor(private readonly types: ReportTypesService) {}

  @Get()
  @Route({
    summary: 'List the report types',
    description: 'What each asks for: sections in words, measures to enter, measures that are filled in by themselves.',
    access: 'reference',
    answer: { type: ReportTypesAnswer, description: 'The newest version of each type.' },
  })
  async list(): Promise<ReportTypesAnswer> {
    return { items: await this.types.list() };
  }

  @Post()
  @HttpCode(201)
  @ApiBody({ type: ReportTypeDto, examples: TYPE_EXAMPLES.create })
  @Route({
    summary: 'Add a report type',
    description:
      'For the whole tree, so only from its root. A measure belongs to one type: entered in two, it would count twice.',
    access: 'unit',
    answer: { type: ReportTypeAnswer, status: 201, description: 'The type, version 1.' },
    command: 'create',
    problems: ['report-type-exists', 'report-type-invalid', 'calendar-unknown'],
  })
  create(@Command() command: CommandRequest, @Body() body: ReportTypeDto): Promise<Answer<ReportTypeAnswer>> {
    const { code, ...content } = body;
    return this.types.create(command, code, content);
  }

  @Get(':code')
  @ApiCode(TYPE_EXAMPLES.read)
  @Route({
    summary: 'Read the newest version of a report type',
    access: 'reference',
    answer: { type: ReportTypeAnswer, description: 'The newest version.' },
    problems: ['no-such-report-type'],
  })
  async newest(@Param('code') code: string, @Res({ passthrough: true }) response: Response): Promise<ReportTypeAnswer> {
    const type = await this.types.read(code);
    tagVersion(response, type.version);
    return type;
  }

  @Post(':code/versions')
  @HttpCode(201)
  @ApiCode(TYPE_EXAMPLES.extend)
  @ApiBody({ type: ReportTypeVersionDto, examples: TYPE_EXAMPLES.addVersion })
  @Route({
    summary: 'Add a version to a report type',
    description: 'It holds for periods that begin on or after its day. Reports that were begun keep their version.',
    access: 'unit',
    answer: { type: ReportTypeAnswer, status: 201, description: 'The new version.' },
    command: 'create',
    problems: ['no-such-report-type', 'report-type-invalid', 'calendar-unknown'],
  })
  addVersion(
    @Command() command: CommandRequest,
    @Param('code') code: string,
    @Body() body: ReportTypeVersionDto,
  ): Promise<Answer<ReportTypeAnswer>> {
    return this.types.addVersion(command, code, body);
  }

  @Get(':code/versions/:version')
  @ApiCode(TYPE_EXAMPLES.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a report type',
    access: 'reference',
    answer: { type: ReportTypeAnswer, description: 'What reports of that version were asked for.' },
    problems: ['no-such-report-type', 'no-such-report-type-version'],
  })
  version(@Param('code') code: string, @VersionParam() version: number): Promise<ReportTypeAnswer> {
    return this.types.read(code, version);
  }
}
