import { ApiId, Command, CommandRequest, IdParam, Route, tagVersion, VersionParam, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  CreateTemplateDto,
  TemplateAnswer,
  TemplateInForceQuery,
  TemplatesPage,
  TemplatesQuery,
  TemplateVersionDto,
  WithdrawTemplateDto,
} from './score-templates.dto.js';
import { TEMPLATE_BODIES, TEMPLATE_CODES } from './score-templates.examples.js';
import { ScoreTemplatesService } from './score-templates.service.js';

const ApiCode = (example: string) =>
  ApiParam({ name: 'code', schema: { type: 'string', example }, description: 'Code of the template.' });
const WRITES = ['no-such-template', 'template-invalid', 'template-kind-taken', 'template-withdrawn'];

@ApiTags('score templates')
@Controller('v1')
export class ScoreTemplatesController {
  constructor(private readonly templates: ScoreTemplatesService) {}

  @Get('score-templates')
  @Route({
    summary: 'List the score templates',
    access: 'reference',
    answer: { type: TemplatesPage, description: 'The newest version of each, in order of code.' },
    problems: ['invalid-cursor'],
  })
  list(@Query() query: TemplatesQuery): Promise<TemplatesPage> {
    return this.templates.list(query);
  }

  @Post('score-templates')
  @HttpCode(201)
  @ApiBody({ type: CreateTemplateDto, examples: TEMPLATE_BODIES.create })
  @Route({
    summary: 'Add a score template',
    description:
      'A sheet of 100 points for some kinds of meeting, for its owner and all below it; of those above a branch the ' +
      'nearest is used. An owner has one template for a kind at a time. Points have one decimal at most.',
    access: 'unit',
    answer: { type: TemplateAnswer, status: 201, description: 'The template, version 1.' },
    command: 'create',
    problems: ['no-such-unit', 'template-exists', 'template-invalid', 'template-kind-taken'],
  })
  create(@Command() command: CommandRequest, @Body() body: CreateTemplateDto): Promise<Answer<TemplateAnswer>> {
    return this.templates.create(command, body);
  }

  @Get('score-templates/:code')
  @ApiCode(TEMPLATE_CODES.read)
  @Route({
    summary: 'Read the newest version of a score template',
    access: 'reference',
    answer: { type: TemplateAnswer, description: 'The newest version.' },
    problems: ['no-such-template'],
  })
  async newest(@Param('code') code: string, @Res({ passthrough: true }) response: Response): Promise<TemplateAnswer> {
    const template = await this.templates.read(code);
    tagVersion(response, template.version);
    return template;
  }

  @Post('score-templates/:code/versions')
  @HttpCode(201)
  @ApiCode(TEMPLATE_CODES.extend)
  @ApiBody({ type: TemplateVersionDto, examples: TEMPLATE_BODIES.addVersion })
  @Route({
    summary: 'Add a version to a score template',
    description: 'It holds for meetings from its day on. What was scored keeps the version it was scored by.',
    access: 'unit',
    answer: { type: TemplateAnswer, status: 201, description: 'The new version.' },
    command: 'create',
    problems: WRITES.slice(0, 3),
  })
  addVersion(
    @Command() command: CommandRequest,
    @Param('code') code: string,
    @Body() body: TemplateVersionDto,
  ): Promise<Answer<TemplateAnswer>> {
    return this.templates.addVersion(command, code, body);
  }

  @Post('score-templates/:code/withdraw')
  @HttpCode(201)
  @ApiCode(TEMPLATE_CODES.withdraw)
  @ApiBody({ type: WithdrawTemplateDto, examples: TEMPLATE_BODIES.withdraw })
  @Route({
    summary: 'Withdraw a score template',
    description: 'A version without a sheet: for meetings from that day on the next owner above has its say again.',
    access: 'unit',
    answer: { type: TemplateAnswer, status: 201, description: 'The version that ends it.' },
    command: 'create',
    problems: ['no-such-template', 'template-invalid', 'template-withdrawn'],
  })
  withdraw(
    @Command() command: CommandRequest,
    @Param('code') code: string,
    @Body() body: WithdrawTemplateDto,
  ): Promise<Answer<TemplateAnswer>> {
    return this.templates.withdraw(command, code, body);
  }

  @Get('score-templates/:code/versions/:version')
  @ApiCode(TEMPLATE_CODES.read)
  @ApiParam({ name: 'version', schema: { type: 'integer', minimum: 1, example: 1 }, description: '1, 2, 3 …' })
  @Route({
    summary: 'Read one version of a score template',
    access: 'reference',
    answer: { type: TemplateAnswer, description: 'The version; it is never changed.' },
    problems: ['no-such-template', 'no-such-version'],
  })
  version(@Param('code') code: string, @VersionParam() version: number): Promise<TemplateAnswer> {
    return this.templates.read(code, version);
  }

  @Get('units/:id/score-template')
  @ApiId('d96a549d-a8ea-52b9-b75d-2b6729fad375')
  @Route({
    summary: 'Read the score template in force for a unit, date and kind of meeting',
    access: 'reference',
    answer: { type: TemplateAnswer, description: 'That of the nearest owner above, as the tree was on that date.' },
    problems: ['no-such-unit', 'no-template-in-force'],
  })
  inForce(@IdParam() unitId: string, @Query() { date, kind }: TemplateInForceQuery): Promise<TemplateAnswer> {
    return this.templates.inForce({ unitId, date, kind });
  }
}
