import { ApiId, Command, CommandRequest, IdParam, Route, type Answer } from '#http';
import { Body, Controller, Post, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { FactReasonDto } from '../facts/facts.dto.js';
import { SessionAnswer } from './session-answers.dto.js';
import {
  CorrectSessionDto,
  DraftItemDto,
  HoldSessionDto,
  MinuteSessionDto,
  OpineOnItemDto,
  PrepareSessionDto,
} from './sessions.dto.js';
import { EXAMPLE_BODIES, EXAMPLE_IDS } from './sessions.examples.js';
import { SessionsService } from './sessions.service.js';

const TIMES = [
  'ends-before-start',
  'session-too-long',
  'date-too-early',
  'date-out-of-range',
  'unit-not-alive',
  'session-item-twice',
];
const CLOSED = ['no-such-session', 'session-voided', 'minutes-written', 'unit-not-known-yet'];

@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  @ApiBody({ type: PrepareSessionDto, examples: EXAMPLE_BODIES.prepare })
  @Route({
    summary: 'Prepare a committee session',
    description:
      'A session of a committee (ban chấp hành) or its standing committee (ban thường vụ), with its items as drafted. ' +
      'Also one that took place is entered so, and then recorded as held.',
    access: 'unit',
    answer: { type: SessionAnswer, status: 201, description: 'The session as recorded, version 1.' },
    command: 'create',
    problems: ['session-exists', 'unit-not-known-yet', ...TIMES],
  })
  prepare(@Command() command: CommandRequest, @Body() body: PrepareSessionDto): Promise<Answer<SessionAnswer>> {
    return this.sessions.prepare(command, body);
  }

  @Put(':id')
  @ApiId(EXAMPLE_IDS.correct)
  @ApiBody({ type: CorrectSessionDto, examples: EXAMPLE_BODIES.correct })
  @Route({
    summary: 'Correct a committee session',
    description:
      'Its times and items, until the minutes are written. Items that stay keep their drafts, opinions and votes; ' +
      'another text of one is a new draft.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session as corrected.' },
    command: 'change',
    problems: [...CLOSED, 'reason-required', 'voted-item-left-out', 'session-not-ended', ...TIMES],
  })
  correct(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: CorrectSessionDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.correct(command, id, body);
  }

  @Post(':id/drafts')
  @ApiId(EXAMPLE_IDS.draft)
  @ApiBody({ type: DraftItemDto, examples: EXAMPLE_BODIES.draft })
  @Route({
    summary: 'Draft an item of a session anew',
    description: 'Before the session. The drafts before stay readable, with the opinions on them.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session as it is now.' },
    command: 'change',
    problems: [...CLOSED, 'session-held', 'no-such-item'],
  })
  draft(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: DraftItemDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.draft(command, id, body);
  }

  @Post(':id/opinions')
  @ApiId(EXAMPLE_IDS.opine)
  @ApiBody({ type: OpineOnItemDto, examples: EXAMPLE_BODIES.opine })
  @Route({
    summary: 'Record the standing committee’s opinion on a draft',
    description:
      'On the newest draft of an item that goes before the committee. A vote without it is not refused: it is marked.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session as it is now.' },
    command: 'change',
    problems: [
      ...CLOSED,
      'session-held',
      'no-such-item',
      'opinion-of-committee-only',
      'opinion-given-already',
      'date-too-early',
      'date-in-future',
    ],
  })
  opine(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: OpineOnItemDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.opine(command, id, body);
  }

  @Post(':id/hold')
  @ApiId(EXAMPLE_IDS.hold)
  @ApiBody({ type: HoldSessionDto, examples: EXAMPLE_BODIES.hold })
  @Route({
    summary: 'Record a session as held',
    description:
      'Who was there, the vote on each item, the questions. More than half of all members of the body adopt. Sent again ' +
      'it replaces what was stated, until the minutes are written.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session, held. It counts from now on.' },
    command: 'change',
    problems: [
      ...CLOSED,
      'session-not-ended',
      'unit-not-alive',
      'present-more-than-members',
      'quorum-missing',
      'vote-twice',
      'no-such-item',
      'votes-more-than-present',
      'question-twice',
    ],
  })
  hold(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: HoldSessionDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.hold(command, id, body);
  }

  @Post(':id/minutes')
  @ApiId(EXAMPLE_IDS.minute)
  @ApiBody({ type: MinuteSessionDto, examples: EXAMPLE_BODIES.minute })
  @Route({
    summary: 'Write the minutes of a session',
    description:
      'They get the next number in the book of the body and term, and nothing of the session changes any more: what ' +
      'turns out to be wrong is put right by a later session, or the whole is voided and keeps its number.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session with the number of its minutes.' },
    command: 'change',
    exampleVersion: 2,
    problems: [...CLOSED, 'session-not-held'],
  })
  minute(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: MinuteSessionDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.minute(command, id, body.minutes);
  }

  @Post(':id/void')
  @ApiId(EXAMPLE_IDS.void)
  @ApiBody({ type: FactReasonDto, examples: EXAMPLE_BODIES.void })
  @Route({
    summary: 'Void a session',
    description: 'It counts nowhere any more, stays readable, and keeps the number of its minutes.',
    access: 'unit',
    answer: { type: SessionAnswer, description: 'The session, voided.' },
    command: 'change',
    problems: ['no-such-session', 'session-voided', 'reason-required', 'unit-not-known-yet'],
  })
  void(
    @Command() command: CommandRequest,
    @IdParam() id: string,
    @Body() body: FactReasonDto,
  ): Promise<Answer<SessionAnswer>> {
    return this.sessions.void(command, id, body.reason);
  }
}
