import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { isSensitive } from '#contracts';
import { Authorizer, Principal, Route } from '#http';
import { eventLogger } from '#observability';
import type { DeadLetter } from './dead-letter.js';
import {
  DeadLetterAnswer,
  DeadLetterPage,
  DeadLetterQuery,
  DeadLetterWithRaw,
  DiscardDeadLetter,
} from './dead-letters.dto.js';
import { DeadLetters } from './dead-letters.js';

const log = eventLogger('dead-letters');
const ApiLetterId = () =>
  ApiParam({
    name: 'id',
    schema: { type: 'string', example: 'meetings.events-3-120-9f2c0d6b5e8a4c1790b1d2e3f4a5b6c7' },
    description: 'Id of the dead letter.',
  });

/** Only for those who operate: a record may hold anything. */
@ApiTags('Operation')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly letters: DeadLetters,
    private readonly authorizer: Authorizer,
  ) {}

  @Get()
  @Route({
    summary: 'List events that could not be applied',
    description: 'Newest first. The partitions they came on went on without them.',
    access: 'operations',
    answer: { type: DeadLetterPage, description: 'A page of dead letters, without their bytes.' },
    problems: ['invalid-cursor'],
  })
  async list(@Query() query: DeadLetterQuery, @Principal() { sub }: Principal): Promise<DeadLetterPage> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const { items, next } = await this.letters.list(query);
    return { items: items.map(answerOf), next };
  }

  @Get(':id')
  @ApiLetterId()
  @Route({
    summary: 'Read an event that could not be applied, with its bytes',
    access: 'operations',
    answer: { type: DeadLetterWithRaw, description: 'The dead letter.' },
    problems: ['dead-letter-not-found'],
  })
  async one(@Param('id') id: string, @Principal() { sub }: Principal): Promise<DeadLetterWithRaw> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const letter = await this.letters.one(id);
    log.info({ event: 'dead-letter.read', id, by: sub });
    const raw = isSensitive(letter.topic) ? null : letter.raw;
    return { ...answerOf(letter), raw: raw && Buffer.from(raw.buffer).toString('base64') };
  }

  @Post(':id/redrive')
  @HttpCode(200)
  @ApiLetterId()
  @Route({
    summary: 'Take a dead letter up again',
    description:
      'Sends the record through the same path as a fresh one. Harmless when a later version of the fact came since.',
    access: 'operations',
    answer: { type: DeadLetterAnswer, description: 'The dead letter, now redriven.' },
    problems: [
      'dead-letter-not-found',
      'dead-letter-not-open',
      'dead-letter-still-refused',
      'dead-letter-without-handler',
      'consumer-waits',
    ],
  })
  async redrive(@Param('id') id: string, @Principal() { sub }: Principal): Promise<DeadLetterAnswer> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    return answerOf(await this.letters.redrive(id, sub));
  }

  @Post(':id/discard')
  @HttpCode(200)
  @ApiLetterId()
  @Route({
    summary: 'Give a dead letter up, with a reason',
    access: 'operations',
    answer: { type: DeadLetterAnswer, description: 'The dead letter, now discarded. Its bytes are kept.' },
    problems: ['dead-letter-not-found', 'dead-letter-not-open'],
  })
  async discard(
    @Param('id') id: string,
    @Body() { reason }: DiscardDeadLetter,
    @Principal() { sub }: Principal,
  ): Promise<DeadLetterAnswer> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    return answerOf(await this.letters.discard(id, sub, reason));
  }
}

type Shown = { [Field in keyof DeadLetterAnswer]: DeadLetterAnswer[Field] };
const answerOf = ({ _id, raw: _raw, key: _key, at, decidedAt, ...letter }: DeadLetter): Shown => ({
  id: _id,
  ...letter,
  at: at.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});
