import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { eventLogger, safePath, traceContext } from '#observability';
import { faultOf, PROBLEM_TYPE, problemOf } from './problem.js';
import { languageOf } from './problem-texts.js';

const log = eventLogger('http');

/** Answers every error as `application/problem+json`. A 5xx body has no internals: its traceId is in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    // Handlers of Kafka batches classify their own faults (libs/messaging); nothing here may hide one.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const fault = faultOf(error);
    if (fault.code === 'internal')
      log.error({ event: 'http.unexpected-error', err: error, method: request.method, route: request.route?.path });
    else if (fault.status >= 500) log.warn({ event: 'http.unavailable', code: fault.code, err: error });
    if (response.headersSent) return void response.destroy();
    const language = languageOf(request.headers['accept-language']);
    const instance = safePath(request.originalUrl);
    if (fault.retryAfter !== undefined) response.setHeader('Retry-After', String(fault.retryAfter));
    if (fault.status === 401)
      response.setHeader('WWW-Authenticate', fault.code === 'no-token' ? 'Bearer' : 'Bearer error="invalid_token"');
    response.removeHeader('ETag');
    response.setHeader('Content-Language', language);
    response.vary('Accept-Language');
    response.status(fault.status).type(PROBLEM_TYPE);
    response.send(JSON.stringify(problemOf(fault, language, instance, traceContext().traceId)));
  }
}
