import { fileOf, FORMATS, MOST_ROWS } from '#bulk';
import { Refusal } from '#contracts';
import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, tagVersion, type Answer } from '#http';
import { Body, Controller, Get, Headers, Param, ParseIntPipe, Post, Put, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { BULK_EXAMPLES, JOB_EXAMPLES } from '../bulk.examples.js';
import { FinishJobDto, JobAnswer, OpenJobDto, PartAnswer, RejectionsPage } from './jobs.dto.js';
import { MOST_PARTS } from './jobs.rules.js';
import { JobsReader } from './jobs.reader.js';
import { JobsService } from './jobs.service.js';

const PartParam = (): ParameterDecorator =>
  Param(
    'part',
    new ParseIntPipe({
      exceptionFactory: () => new Refusal('malformed', 'invalid-request', {}, [{ path: 'part', code: 'is-int' }]),
    }),
  );

@ApiTags('meetings from files')
@Controller('v1/meetings/bulk/jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobsReader,
  ) {}

  @Post()
  @Route({
    summary: 'Open a job for a large file',
    description:
      'For more than 5,000 rows or 10 MB. Send the file in parts, finish the job, and follow its progress; the rows are ' +
      'entered meanwhile, bit by bit, also over a restart.',
    access: 'unit',
    answer: { type: JobAnswer, status: 201, description: 'The job, open.' },
    command: 'create',
    problems: ['unit-not-known-yet', 'job-not-atomic', 'job-exists'],
  })
  open(@Command() command: CommandRequest, @Body() body: OpenJobDto): Promise<Answer<JobAnswer>> {
    return this.jobs.open(command, body);
  }

  @Get(':id')
  @ApiId(JOB_EXAMPLES.read, 'id', 'Id of the job.')
  @Route({
    summary: 'Read how far a job is',
    access: 'unit',
    answer: { type: JobAnswer, description: 'The job with its progress.' },
    problems: ['no-such-job'],
  })
  async one(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobAnswer> {
    const job = await this.reader.one(sub, id);
    tagVersion(response, job.version);
    return job;
  }

  @Put(':id/parts/:part')
  @ApiId(JOB_EXAMPLES.part, 'id', 'Id of the job.')
  @ApiParam({
    name: 'part',
    schema: { type: 'integer', minimum: 1, maximum: MOST_PARTS, example: 1 },
    description: 'Number of the part: 1, 2, 3 …, in any order.',
  })
  @ApiConsumes(...FORMATS)
  @ApiBody({ schema: { type: 'string', example: BULK_EXAMPLES.csv } })
  @Route({
    summary: 'Send a part of a large file',
    description:
      `Up to ${MOST_ROWS} rows or 10 MB, a CSV with its own heading. The same part again is answered as the first time; ` +
      'another content under its number is refused. Rows are judged when they are worked: see the rejected rows.',
    access: 'unit',
    answer: { type: PartAnswer, description: 'The part as received.' },
    command: 'create',
    problems: [
      'no-such-job',
      'text-expected',
      'part-out-of-range',
      'part-too-large',
      'part-format',
      'part-differs',
      'parts-waiting',
      'job-closed',
      'csv-malformed',
      'unknown-heading',
      'heading-twice',
      'no-rows',
      'too-many-rows',
    ],
  })
  part(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @PartParam() number: number,
    @Headers('content-type') type: string | undefined,
    @Body() body: unknown,
  ): Promise<Answer<PartAnswer>> {
    return this.jobs.part(command, id, { number, ...fileOf(type, body) });
  }

  @Get(':id/rejections')
  @ApiId(JOB_EXAMPLES.read, 'id', 'Id of the job.')
  @Route({
    summary: 'List the rejected rows of a job',
    description:
      'By part and row, so far. Mend them, and send them in a part of another number or in a file of their own.',
    access: 'unit',
    answer: { type: RejectionsPage, description: 'One page; ask again with `next` as `cursor`.' },
    problems: ['no-such-job', 'invalid-cursor'],
  })
  rejections(
    @Principal() { sub }: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
    @Headers('accept-language') language: string | undefined,
  ): Promise<RejectionsPage> {
    return this.reader.rejections(sub, id, query, language);
  }

  @Post(':id/finish')
  @ApiId(JOB_EXAMPLES.finish, 'id', 'Id of the job.')
  @Route({
    summary: 'Finish a job',
    description: 'All parts have been sent. Its state is `finishing` until the last is worked.',
    access: 'unit',
    answer: { type: JobAnswer, description: 'The job.' },
    command: 'change',
    problems: ['no-such-job', 'job-closed', 'parts-missing'],
  })
  finish(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() { parts }: FinishJobDto,
  ): Promise<Answer<JobAnswer>> {
    return this.jobs.finish(command, id, parts);
  }

  @Post(':id/cancel')
  @ApiId(JOB_EXAMPLES.cancel, 'id', 'Id of the job.')
  @Route({
    summary: 'Cancel a job',
    description: 'Parts that wait are dropped. What was entered stays: each meeting can be voided.',
    access: 'unit',
    answer: { type: JobAnswer, description: 'The job, cancelled.' },
    command: 'change',
    problems: ['no-such-job', 'job-closed'],
  })
  cancel(@Command() command: CommandRequest, @IdParam() id: string): Promise<Answer<JobAnswer>> {
    return this.jobs.cancel(command, id);
  }
}
