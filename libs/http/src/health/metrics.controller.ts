import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Refusal } from '#contracts';
import { exposition } from '#observability';
import { Route } from '../docs/route-docs.js';
import { comesDirectly } from './direct.rules.js';

const EXAMPLE = `# HELP lien_cap_outbox_pending Events not sent yet
# TYPE lien_cap_outbox_pending gauge
lien_cap_outbox_pending{service="registry"} 0
`;

@ApiTags('health')
@SkipThrottle()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('Cache-Control', 'no-store')
  @Route({
    summary: 'Read the metrics, as Prometheus scrapes them',
    description:
      'Without a token, for scrapers of this machine or its private network: what comes from elsewhere, or was passed ' +
      'on by a proxy (`Forwarded`, `X-Forwarded-For`), is answered 404. Numbers only: no id of a unit, no path, no person.',
    access: 'public',
    answer: {
      description: 'Every metric of deploy/observability/README.md.',
      content: { 'text/plain': { schema: { type: 'string' }, example: EXAMPLE } },
    },
    problems: ['no-such-route'],
  })
  async read(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!comesDirectly(request.socket.remoteAddress, request.headers)) throw new Refusal('not-found', 'no-such-route');
    const { contentType, text } = await exposition();
    response.setHeader('Content-Type', contentType).send(text);
  }
}
