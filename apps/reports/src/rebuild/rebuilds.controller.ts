import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RebuildAnswer, RebuildDto, RebuildsPage } from './rebuilds.dto.js';
import { RebuildsService } from './rebuilds.service.js';

const DEMO = { read: 'daf7af8c-26ff-5a86-aa2b-6123f3979686', cancel: '1effbed7-f71d-538c-baeb-7845f03493ea' };

@ApiTags('Operation')
@Controller('v1/rebuilds')
export class RebuildsController {
  constructor(private readonly rebuilds: RebuildsService) {}

  @Post()
  @HttpCode(202)
  @Route({
    summary: 'Rebuild cells from their contributions',
    description:
      'Makes every stored sum what the facts behind it say, a slice at a time, while facts go on coming in. Nothing is ' +
      'taken away meanwhile: a figure is right before and after, or was wrong and is put right. Answers at once; read how far it is at `GET /v1/rebuilds/{id}`.',
    access: 'operations',
    answer: { type: RebuildAnswer, status: 202, description: 'The rebuild, waiting.' },
    command: 'create',
    problems: ['no-such-unit', 'rebuild-months', 'rebuild-exists', 'rebuilds-waiting'],
  })
  request(@Command() command: CommandRequest, @Body() body: RebuildDto): Promise<Answer<RebuildAnswer>> {
    return this.rebuilds.request(command, body);
  }

  @Get()
  @Route({
    summary: 'List rebuilds',
    description: 'Newest first; also those that newer code made by itself because its rules are others.',
    access: 'operations',
    answer: { type: RebuildsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['invalid-cursor'],
  })
  list(@Principal() { sub }: Principal, @Query() query: PageQuery): Promise<RebuildsPage> {
    return this.rebuilds.list(sub, query);
  }

  @Get(':id')
  @ApiId(DEMO.read, 'id', 'Id of the rebuild.')
  @Route({
    summary: 'Read how far a rebuild is',
    access: 'operations',
    answer: { type: RebuildAnswer, description: 'The rebuild with its progress.' },
    problems: ['no-such-rebuild'],
  })
  async one(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RebuildAnswer> {
    const rebuild = await this.rebuilds.read(sub, id);
    tagVersion(response, rebuild.version);
    return rebuild;
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiId(DEMO.cancel, 'id', 'Id of the rebuild.')
  @Route({
    summary: 'Cancel a rebuild',
    description: 'It ends after the slice under way. Slices that are done stay done.',
    access: 'operations',
    answer: { type: RebuildAnswer, description: 'The rebuild, cancelled.' },
    command: 'change',
    problems: ['no-such-rebuild', 'rebuild-ended', 'rebuild-needed'],
  })
  cancel(@Command() command: CommandRequest, @IdParam() id: string): Promise<Answer<RebuildAnswer>> {
    return this.rebuilds.cancel(command, id);
  }
}
