import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildLogger, createLogger } from './logger.js';
import { errorFields } from './redaction.js';
import { requestLog } from './request-log.js';
import { childTraceparent, currentTraceId, runWithTrace, traceContext } from './trace.js';

const lineOf = (fields: Record<string, unknown>, run: <T>(work: () => T) => T = (work) => work()) => {
  const lines: string[] = [];
  const logger = buildLogger('registry', 'info', { write: (line) => void lines.push(line) });
  run(() => logger.info(fields, 'text'));
  return { text: lines.join(''), line: JSON.parse(lines[0] ?? '{}') as Record<string, unknown> };
};

describe('logs', () => {
  it('show no secret and no field of a person, up to two objects deep', () => {
    const secret = 'Nguyễn Thị Bình';
    const fields = {
      phone: secret,
      req: { headers: { authorization: secret, cookie: secret } },
      member: { fullName: secret },
      body: { a: secret },
    };
    const { text } = lineOf(fields);
    expect(text).not.toContain(secret);
    expect(text.match(/\[redacted\]/g)).toHaveLength(5);
  });

  it('carry the service, the level as a word and the trace', () => {
    const { line } = lineOf({ event: 'test.said' }, (work) =>
      runWithTrace(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, work),
    );
    expect(line).toMatchObject({ service: 'registry', level: 'info', event: 'test.said', traceId: 'a'.repeat(32) });
  });

  it('show an error without the values that a driver quotes', () => {
    const error = Object.assign(new Error('E11000 duplicate key error dup key: { code: "Bình" }'), {
      code: 11000,
      keyValue: { code: 'Bình' },
    });
    const fields = errorFields(error);
    expect(JSON.stringify(fields)).not.toContain('Bình');
    expect(fields).toMatchObject({ type: 'Error', code: 11000 });
  });
});

describe('trace', () => {
  const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

  it('continues the trace of the caller under a span of its own, over awaits', async () => {
    const context = await runWithTrace(parent, async () => {
      await Promise.resolve();
      return traceContext();
    });
    expect(context.traceId).toBe('a'.repeat(32));
    expect(context.traceparent).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
    expect(context.traceparent).not.toBe(parent);
  });

  it.each([
    undefined,
    '',
    'x',
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  ])('starts anew from %p', (header) => {
    const { traceId } = runWithTrace(header, traceContext);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toMatch(/^(a|0){32}$/);
  });

  it('hands a child span of the same trace to other processes, and is absent outside', () => {
    expect(runWithTrace(parent, childTraceparent)).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
    expect(currentTraceId()).toBeUndefined();
  });
});

describe('a request', () => {
  const lines: string[] = [];
  const parent = `00-${'c'.repeat(32)}-${'b'.repeat(16)}-01`;
  const answer = (originalUrl: string, statusCode: number, writableFinished = true): Record<string, unknown>[] => {
    lines.splice(0);
    createLogger('registry', 'info', { write: (line) => void lines.push(line) });
    const response = Object.assign(new EventEmitter(), { statusCode, writableFinished, getHeader: () => undefined });
    const headers = { traceparent: parent, authorization: 'Bearer secret' };
    const request = { method: 'GET', originalUrl, headers, body: { phone: '0900' }, principal: { sub: 'a' } };
    requestLog(request as unknown as IncomingMessage, response as unknown as ServerResponse, () => undefined);
    response.emit('close');
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  afterAll(() => createLogger('lien-cap', 'silent'));

  it('has one line, with the trace of its caller and without query, headers or body', () => {
    const written = answer('/v1/units?q=B%C3%ACnh', 200);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({
      event: 'http.request-answered',
      path: '/v1/units',
      status: 200,
      traceId: 'c'.repeat(32),
      sub: 'a',
    });
    expect(lines.join('')).not.toMatch(/B%C3|secret|0900/);
  });

  it.each([
    ['/v1/members/Nguy%E1%BB%85n%20B%C3%ACnh', '/v1/members/-'],
    ['/v1/members/Binh/acts', '/v1/members/-/acts'],
    ['/v1/members/001190000001?x=1', '/v1/members/-'],
    ['/v1/units/79d0b7eb-3051-5a26-b488-c0db655fbf55/roll', '/v1/units/79d0b7eb-3051-5a26-b488-c0db655fbf55/roll'],
    ['/v1/report-types/weekly-integrity/versions/12', '/v1/report-types/weekly-integrity/versions/12'],
  ])('shows of the path %s only ids and words of routes', (url, path) => {
    expect(answer(url, 404)).toEqual([expect.objectContaining({ path })]);
  });

  it.each([
    ['/v1/units', 503, true, 'warn', 'http.request-answered'],
    ['/v1/units', 200, false, 'info', 'http.request-abandoned'],
  ])('%s answered %d, finished %p: %s %s', (path, status, finished, level, event) => {
    expect(answer(path, status, finished)).toEqual([expect.objectContaining({ level, event })]);
  });

  it('for health or documents is not worth a line', () => {
    expect([...answer('/health/ready', 503), ...answer('/docs/', 200)]).toEqual([]);
  });
});
