import { ApiId, Command, CommandRequest, IdParam, PageQuery, Principal, Route, type Answer } from '#http';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { toDifferenceAnswer, toRunAnswer } from './reconciliation-answers.js';
import { RECONCILIATION_EXAMPLES } from './reconciliation.examples.js';
import {
  DifferenceAnswer,
  DifferencePage,
  DifferencesQuery,
  RequestReconciliationDto,
  RunAnswer,
  RunPage,
} from './reconciliations.dto.js';
import { ReconciliationsService } from './reconciliations.service.js';

const ABOUT = `Compares, fact by fact, what the figures are made of with what each service holds, and derives every stored
figure a second time. It runs every night by itself.

What differs is first asked for once more from its source, waited for and looked at again; facts that are on their way are
no difference. What can be made right is. What cannot is **disputed**: rollups it concerns say so, with a link to it.`;

@ApiTags('Operation')
@Controller('v1/reconciliations')
export class ReconciliationsController {
  constructor(private readonly reconciliations: ReconciliationsService) {}

  @Post()
  @ApiBody({ type: RequestReconciliationDto, examples: RECONCILIATION_EXAMPLES.request })
  @Route({
    summary: 'Compare the figures with their sources now',
    description: ABOUT,
    access: 'operations',
    answer: { type: RunAnswer, status: 202, description: 'It waits for its turn; read it again to see how far it is.' },
    command: 'create',
    problems: ['no-such-unit', 'months-reversed', 'reconciliation-exists', 'reconciliations-waiting'],
  })
  request(@Command() command: CommandRequest, @Body() body: RequestReconciliationDto): Promise<Answer<RunAnswer>> {
    return this.reconciliations.request(command, body);
  }

  @Get()
  @Route({
    summary: 'List reconciliations',
    description: 'The newest first.',
    access: 'operations',
    answer: { type: RunPage, description: 'A page of reconciliations.' },
    problems: ['invalid-cursor'],
  })
  async list(@Query() query: PageQuery, @Principal() { sub }: Principal): Promise<RunPage> {
    const { items, next } = await this.reconciliations.list(sub, query);
    return { items: items.map(toRunAnswer), next };
  }

  @Get(':id')
  @ApiId(RECONCILIATION_EXAMPLES.run, 'id', 'Id of the reconciliation.')
  @Route({
    summary: 'Read a reconciliation: how far it is, what it found',
    access: 'operations',
    answer: { type: RunAnswer, description: 'The reconciliation.' },
    problems: ['no-such-reconciliation'],
  })
  async one(@IdParam() id: string, @Principal() { sub }: Principal): Promise<RunAnswer> {
    return toRunAnswer(await this.reconciliations.one(sub, id));
  }

  @Get(':id/differences')
  @ApiId(RECONCILIATION_EXAMPLES.run, 'id', 'Id of the reconciliation.')
  @Route({
    summary: 'List what a reconciliation found and what it made right',
    access: 'operations',
    answer: { type: DifferencePage, description: 'A page of differences.' },
    problems: ['no-such-reconciliation', 'invalid-cursor'],
  })
  async differencesOf(
    @IdParam() id: string,
    @Query() query: DifferencesQuery,
    @Principal() { sub }: Principal,
  ): Promise<DifferencePage> {
    const { items, next } = await this.reconciliations.listDifferences(sub, { run: id, state: query.state }, query);
    return { items: items.map(toDifferenceAnswer), next };
  }
}

@ApiTags('Operation')
@Controller('v1/differences')
export class DifferencesController {
  constructor(private readonly reconciliations: ReconciliationsService) {}

  @Get()
  @Route({
    summary: 'List differences between figures and their sources',
    access: 'operations',
    answer: { type: DifferencePage, description: 'A page of differences of all reconciliations.' },
    problems: ['invalid-cursor'],
  })
  async list(@Query() query: DifferencesQuery, @Principal() { sub }: Principal): Promise<DifferencePage> {
    const { items, next } = await this.reconciliations.listDifferences(sub, { state: query.state }, query);
    return { items: items.map(toDifferenceAnswer), next };
  }

  @Get(':id')
  @ApiId(RECONCILIATION_EXAMPLES.difference, 'id', 'Id of the difference.')
  @Route({
    summary: 'Read a difference between figures and their source',
    access: 'operations',
    answer: { type: DifferenceAnswer, description: 'The difference.' },
    problems: ['no-such-difference'],
  })
  async one(@IdParam() id: string, @Principal() { sub }: Principal): Promise<DifferenceAnswer> {
    return toDifferenceAnswer(await this.reconciliations.difference(sub, id));
  }
}
