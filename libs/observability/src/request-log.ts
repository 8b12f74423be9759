import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventLogger } from './logger.js';
import { safePath } from './safe-path.js';
import { runWithTrace, traceContext } from './trace.js';

type Request = IncomingMessage & { originalUrl?: string; route?: { path?: string }; principal?: { sub: string } };

const log = eventLogger('http');

/** Opens the trace of a request (below the caller's `traceparent`) and writes one line when it is over. Middleware. */
export function requestLog(request: Request, response: ServerResponse, next: () => void): void {
  const header = request.headers.traceparent;
  const began = performance.now();
  runWithTrace(typeof header === 'string' ? header : undefined, () => {
    const { traceId } = traceContext();
    response.once('close', () => writeLine(request, response, traceId, performance.now() - began));
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
  if (path.startsWith('/health') || path.startsWith('/docs')) log.debug(fields);
  else if (response.statusCode >= 500) log.warn(fields);
  else log.info(fields);
}
