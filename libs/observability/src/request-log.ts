import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventLogger } from './logger.js';
import { countRequest } from './metrics/http.metrics.js';
import { safePath } from './safe-path.js';
import { runInTrace } from './trace.js';
import { contextOf, openSpan, type OpenSpan } from './tracing/spans.js';

type Request = IncomingMessage & { originalUrl?: string; route?: { path?: string }; principal?: { sub: string } };

/** What is asked all the time, by machines and by pages: not worth a line or a span. */
const BACKGROUND = /^\/(health|metrics|docs)/;
const LEFT = 499;

const log = eventLogger('http');

/** Opens the trace of a request (below the caller's `traceparent`); writes one line and counts it when it is over. Middleware. */
export function requestLog(request: Request, response: ServerResponse, next: () => void): void {
  const { traceparent } = request.headers;
  const parent = typeof traceparent === 'string' ? traceparent : undefined;
  const began = performance.now();
  const path = request.originalUrl ?? request.url ?? '';
  const span = BACKGROUND.test(path)
    ? null
    : openSpan({ name: request.method ?? '', kind: 'server', parent: parent ?? null });
  const context = contextOf(span, parent);
  runInTrace(context, () => {
    response.once('close', () => {
      const ms = performance.now() - began;
      writeLine(request, response, context.traceId, ms);
      count(request, response, ms);
      endSpan(span, request, response);
    });
    next();
  });
}

function writeLine(request: Request, response: ServerResponse, traceId: string, ms: number): void {
  const path = safePath(request.originalUrl ?? request.url ?? '');
  const fields = {
    event: response.writableFinished ? 'http.request-answered' : 'http.request-abandoned',
    traceId,
    method: request.method,
    route: request.route?.path,
    path,
    status: response.statusCode,
    ms: Math.round(ms * 10) / 10,
    sub: request.principal?.sub,
  };
  if (BACKGROUND.test(path)) log.debug(fields);
  else if (response.statusCode >= 500) log.warn(fields);
  else log.info(fields);
}

/** Its template. What no route took has met the catch-all of a middleware, whose `{/*splat}` is no route. */
const routeOf = ({ route, originalUrl = '' }: Request): string | undefined => {
  if (route?.path && !route.path.includes('*')) return route.path;
  return originalUrl.startsWith('/docs') ? '/docs' : undefined;
};

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');

const statusOf = (response: ServerResponse): number =>
  response.writableFinished || isStream(response) ? response.statusCode : LEFT;

function count(request: Request, response: ServerResponse, ms: number): void {
  countRequest({
    method: request.method ?? '',
    route: routeOf(request),
    status: statusOf(response),
    seconds: ms / 1000,
    stream: isStream(response),
  });
}

function endSpan(span: OpenSpan | null, request: Request, response: ServerResponse): void {
  const status = statusOf(response);
  const { method = '' } = request;
  const route = routeOf(request);
  span?.end({
    name: route ? `${method} ${route}` : method,
    fields: {
      'http.request.method': method,
      'http.response.status_code': status,
      ...(route ? { 'http.route': route } : {}),
    },
    ...(status >= 500 ? { error: String(status) } : {}),
  });
}
