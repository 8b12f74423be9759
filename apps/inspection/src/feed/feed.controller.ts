import { Principal, Route } from '#http';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FeedStreams } from './feed-streams.js';
import { SupervisionEventsQuery } from './feed.dto.js';
import { STREAM_EXAMPLE } from './feed.examples.js';

@ApiTags('supervision events')
@Controller('v1/supervision-events')
export class FeedController {
  constructor(private readonly streams: FeedStreams) {}

  @Get()
  @Route({
    summary: 'Subscribe to the supervision events of a subtree',
    description:
      'Server-sent events, for who holds the right to read inspection at the unit. The first frame, `subscribed`, has ' +
      'the position from which the stream goes on. Each event is `case-<change>` with the id of its CloudEvent and the ' +
      'CloudEvent itself, as on Kafka. A frame of an id alone says how far the feed was looked through.\n\n' +
      'To resume, send the last id as `Last-Event-ID`: events follow in order, none left out, none twice, over restarts ' +
      'and on any instance. Ids are kept for 30 days; then 410 `event-gone`: subscribe anew, then read the list of ' +
      'cases. Every 15 s there is a comment as a sign of life. The right is checked again every 30 s, and the stream ' +
      'ends with the token: `event: ended` names the code. At most 5 streams of a person and 500 of a server; a client ' +
      'that lets 1 MB wait is cut off, and resumes.',
    access: 'unit',
    answer: {
      description: 'The stream.',
      content: { 'text/event-stream': { schema: { type: 'string' }, example: STREAM_EXAMPLE } },
    },
    problems: ['no-such-unit', 'invalid-last-event-id', 'event-gone', 'too-many-streams'],
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The last id that you received: of an event, or a position like `@12`.',
    schema: { type: 'string' },
  })
  async subscribe(
    @Principal() principal: Principal,
    @Query() { lastEventId, ...subscription }: SupervisionEventsQuery,
    @Headers('last-event-id') header: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    await this.streams.subscribe(principal, subscription, header || lastEventId, response);
  }
}
