import type { IncomingMessage } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ErrorRequestHandler } from 'express';
import { Logger } from 'nestjs-pino';
import { Refusal } from '#contracts';
import { requestLog } from '#observability';
import { serveDocs } from './docs/explorer.js';
import { securityHeaders } from './docs/headers.js';
import { plainReads } from './plain-reads.js';
import { validationPipe } from './problems/validation.js';
import type { ConfigureOptions, TextBody } from './configure-options.js';

/** Largest body of a request. */
export const BODY_LIMIT = 1_048_576;

const EXPOSED = [
  'Content-Disposition',
  'ETag',
  'Location',
  'Retry-After',
  'lien-cap-receipt',
  'lien-cap-receipt-status',
  'lien-cap-freshness',
  'idempotent-replayed',
  'X-RateLimit-Remaining',
];
const ALLOWED = [
  'authorization',
  'content-type',
  'idempotency-key',
  'last-event-id',
  'if-match',
  'if-none-match',
  'traceparent',
  'accept-language',
];

/** Everything around the routes of a service; used by main.ts and by tests alike, so that tests see what users see. */
export function configureApp(app: INestApplication, options: ConfigureOptions): void {
  const express = app as NestExpressApplication;
  app.useLogger(app.get(Logger, { strict: false }));
  express.disable('x-powered-by');
  // ETags are versions or hashes of figures, given by the routes; a hash of every body would be another meaning.
  express.disable('etag');
  app.use(requestLog);
  app.use(securityHeaders(options));
  app.enableCors({
    origin: [...(options.corsOrigins ?? [])],
    exposedHeaders: EXPOSED,
    allowedHeaders: ALLOWED,
    maxAge: 600,
  });
  app.use(plainReads);
  express.useBodyParser('json', { limit: BODY_LIMIT });
  for (const body of options.textBodies ?? []) {
    express.useBodyParser('text', { limit: body.limit, type: (request) => isText(request, body) });
    if (body.beyond !== undefined) app.use(refuseBeyond(body, body.beyond));
  }
  app.useGlobalPipes(validationPipe());
  serveDocs(app, options);
  app.enableShutdownHooks();
}

// The path is compared as it came: a route that is asked for in another spelling gets no larger body.
const isText = ({ url = '', headers }: IncomingMessage, { path, types }: TextBody): boolean =>
  isAt(url, path) && types.includes((headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase());

const isAt = (url: string, path: TextBody['path']): boolean => {
  const own = url.split('?', 1)[0]!;
  return typeof path === 'string' ? own === path : path.test(own);
};

/** A body that is too large for a route is refused with the other way that the route has. */
const refuseBeyond =
  ({ path, types, limit }: TextBody, code: string): ErrorRequestHandler =>
  (error, request, _response, next) => {
    const tooLarge = (error as { type?: unknown }).type === 'entity.too.large';
    const here = tooLarge && isText(request, { path, types, limit });
    next(here ? new Refusal('too-large', code, { most: limit }) : error);
  };
