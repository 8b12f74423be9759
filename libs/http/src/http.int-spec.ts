import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { Store } from '#mongo';
import { eventually, ForgingIssuer, testDatabase } from '#testing';
import { done, startNotes } from '../test/notes-service.js';
import { COMMANDS_COLLECTION } from './index.js';

jest.setTimeout(30_000);

describe('a service', () => {
  const database = testDatabase('http');
  const issuer = new ForgingIssuer();
  let app: NestExpressApplication;
  let token: string;
  const call = () => request(app.getHttpServer());
  const as = (bearer: string) => ({ authorization: `Bearer ${bearer}` });

  beforeAll(async () => {
    await issuer.start();
    app = await startNotes(database.uri, issuer.url);
    token = await issuer.token({ sub: 'a' });
    await eventually(async () => (await call().get('/health/ready')).status === 200);
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
    await database.drop();
  });

  describe('lets in', () => {
    const status = async (bearer: string): Promise<number> =>
      (await call().get('/v1/notes/whoami').set(as(bearer))).status;

    it('whom the token names, by sub alone', async () => {
      const { body } = await call()
        .get('/v1/notes/whoami')
        .set(as(await issuer.token({ sub: 'b', roles: ['administrator'], admin: true })));
      expect(body).toEqual({ sub: 'b', expiresAt: expect.any(Number) as number });
    });

    it('nobody without a token', async () => {
      const answer = await call().get('/v1/notes/whoami');
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.body).toMatchObject({ code: 'no-token', status: 401 });
    });

    it('nobody by a token that is unsigned, signed by another, for another, expired or without sub', async () => {
      const forged = [
        issuer.unsigned({ sub: 'a' }),
        await issuer.symmetric({ sub: 'a' }),
        await new ForgingIssuer(issuer.url).token({ sub: 'a' }),
        await issuer.token({ sub: 'a', aud: 'urn:other' }),
        await issuer.token({ sub: 'a', iss: 'http://127.0.0.1:1' }),
        await issuer.token({ sub: 'a', exp: Math.floor(Date.now() / 1000) - 60 }),
        await issuer.token({ sub: 'a', exp: undefined }),
        await issuer.token({ sub: '' }),
        'not-a-token',
      ];
      for (const bearer of forged) expect(await status(bearer)).toBe(401);
      expect((await call().get('/v1/notes/whoami').set('authorization', 'Basic YTpi')).status).toBe(401);
    });

    it('tokens of a new key soon after the issuer rotates', async () => {
      await issuer.rotate();
      const fresh = await issuer.token({ sub: 'a' });
      await eventually(async () => (await status(fresh)) === 200);
      token = fresh;
    });
  });

  describe('writes', () => {
    const create = (body: object, key?: string, bearer = token) =>
      call()
        .post('/v1/notes')
        .set(as(bearer))
        .set(key ? { 'idempotency-key': key } : {})
        .send(body);

    it('once for a key, and answers the same again with its status and headers', async () => {
      const before = done.commits;
      const first = await create({ title: 'x', width: 1 }, 'k1');
      const second = await create({ width: 1, title: 'x' }, 'k1');
      expect(first.status).toBe(201);
      expect(first.headers).toMatchObject({
        etag: '"1"',
        'lien-cap-receipt': (first.body as { receipt: string }).receipt,
      });
      expect(first.headers['idempotent-replayed']).toBeUndefined();
      expect(second.status).toBe(201);
      expect(second.body).toEqual(first.body);
      expect(second.headers).toMatchObject({
        etag: '"1"',
        'idempotent-replayed': 'true',
        'lien-cap-receipt': first.headers['lien-cap-receipt'],
      });
      expect(done.commits - before).toBe(1);
    });

    it('refuses a key that was used with another body', async () => {
      await create({ title: 'x', width: 1 }, 'k2');
      const answer = await create({ title: 'y', width: 1 }, 'k2');
      expect(answer.body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    });

    it('keeps keys of different people and routes apart', async () => {
      const mine = await create({ title: 'x', width: 1 }, 'k3');
      const theirs = await create({ title: 'x', width: 1 }, 'k3', await issuer.token({ sub: 'c' }));
      expect((theirs.body as { id: string }).id).not.toBe((mine.body as { id: string }).id);
      expect(theirs.headers['idempotent-replayed']).toBeUndefined();
    });

    it('once for concurrent requests with one key', async () => {
      const { commits: before, attempts: tries } = done;
      const answers = await Promise.all(Array.from({ length: 5 }, () => create({ title: 'slow', width: 1 }, 'k4')));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(4);
      expect(done.commits - before).toBe(1);
      // Otherwise the requests came one after the other and the test showed nothing.
      expect(done.attempts - tries).toBeGreaterThan(1);
    });

    it('forgets a refused command, so that the key may succeed later', async () => {
      const answer = await create({ title: 'x', width: 10 }, 'k5');
      expect(answer.body).toMatchObject({ status: 422, code: 'too-wide', errors: [{ path: 'width', code: 'max' }] });
      const stored = await app
        .get(Store)
        .db.collection(COMMANDS_COLLECTION)
        .countDocuments({ 'answer.status': { $gte: 400 } });
      expect(stored).toBe(0);
    });

    it('looks at the key before If-Match, so that a repeat after a lost answer is no conflict', async () => {
      const { id } = (await create({ title: 'x', width: 1 })).body as { id: string };
      const change = (key: string, version?: number) => {
        const headers = { ...as(token), 'idempotency-key': key, ...(version ? { 'if-match': `"${version}"` } : {}) };
        return call().put(`/v1/notes/${id}`).set(headers).send({ title: 'y', width: 2 });
      };
      const first = await change('k6', 1);
      expect(first.status).toBe(200);
      expect(first.headers.etag).toBe('"2"');
      expect((await change('k6', 1)).body).toEqual(first.body);
      expect((await change('k7', 1)).body).toMatchObject({ status: 412, code: 'stale-version' });
      expect((await change('k8')).body).toMatchObject({ status: 428, code: 'precondition-required' });
    });
  });

  describe('answers problems', () => {
    const post = (body: string, type = 'application/json') =>
      call().post('/v1/notes').set(as(token)).set('content-type', type).send(body);

    it('as application/problem+json with a trace id, in the language asked for', async () => {
      const trace = 'a'.repeat(32);
      const answer = await call()
        .get('/nowhere?x=Bình')
        .set({ 'accept-language': 'en', traceparent: `00-${trace}-${'b'.repeat(16)}-01` });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.headers['content-language']).toBe('en');
      expect(answer.body).toEqual({
        type: 'urn:lien-cap:problem:no-such-route',
        title: 'Not found',
        status: 404,
        detail: 'There is no such route.',
        instance: '/nowhere',
        code: 'no-such-route',
        traceId: trace,
      });
    });

    it('with the paths of wrong fields and no values', async () => {
      const answer = await post(JSON.stringify({ title: 5, phone: '0900', width: 'Bình' }));
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: object[] }).errors).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ path: 'phone', code: 'unknown-field' }),
          expect.objectContaining({ path: 'width', code: 'is-int' }),
        ]),
      );
      expect(answer.text).not.toMatch(/0900|Bình/);
    });

    it.each([
      ['cut JSON', '{"title":', 'application/json', 400, 'malformed-json'],
      [
        'a large body',
        JSON.stringify({ title: 'x'.repeat(1_100_000), width: 1 }),
        'application/json',
        413,
        'body-too-large',
      ],
      ['another charset', 'x', 'application/json; charset=latin1', 415, 'unsupported-media-type'],
      ['plain text', 'title=x', 'text/plain', 400, 'invalid-request'],
      ['a list', '[]', 'application/json', 400, 'invalid-request'],
    ])('for %s', async (_name, body, type, status, code) => {
      expect((await post(body, type)).body).toMatchObject({ status, code });
    });

    it.each(['limit=501', 'limit=x', 'other=1'])('for the query %s', async (query) => {
      expect((await call().get(`/v1/notes?${query}`).set(as(token))).body).toMatchObject({
        status: 400,
        code: 'invalid-request',
      });
    });

    it('not for a body that a read was sent, nor with an empty 304 where nothing is known', async () => {
      const read = call().get('/v1/notes/whoami').set(as(token)).set({ 'if-none-match': '*' });
      const answer = await read.set('content-type', 'application/json').send('{"a');
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ sub: 'a' });
    });

    it('for a path that cannot be decoded', async () => {
      expect((await call().get('/v1/notes/%E0%A4%A').set(as(token))).body).toMatchObject({
        code: expect.stringMatching(/invalid-request|no-such-route/) as string,
      });
    });

    it('without internals when a bug shows', async () => {
      const answer = await call().get('/v1/notes/fails').set(as(token));
      expect(answer.body).toMatchObject({ status: 500, code: 'internal' });
      expect(answer.text).not.toContain('secret');
    });
  });

  describe('tells its metrics', () => {
    const metrics = async (): Promise<string> => (await call().get('/metrics')).text;

    it('to a scraper without a token, by the template of the route and never by its path', async () => {
      const id = '0197c1a2-0000-7000-8000-00000000abcd';
      await call()
        .put(`/v1/notes/${id}?name=Nguyen+Van+Thu`)
        .set({ ...as(token), 'if-match': '"1"' })
        .send({ title: 'x', width: 1 });
      await call().get('/v1/nguyen-van-thu');
      await call().get('/v1/notes/fails').set(as(token));
      const answer = await call().get('/metrics');
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
      expect(answer.text).toMatch(
        /^lien_cap_http_requests_total\{method="PUT",route="\/v1\/notes\/:id",status="404"\} 1$/m,
      );
      expect(answer.text).toContain('route="(none)",status="404"');
      expect(answer.text).toContain('route="/v1/notes/fails",status="500"');
      // Other tests of this file put notes too.
      expect(answer.text).toMatch(
        /^lien_cap_http_request_duration_seconds_bucket\{le="10",method="PUT",route="\/v1\/notes\/:id"\} [1-9]/m,
      );
      expect(answer.text).not.toMatch(/0197c1a2|guyen/i);
    });

    it('with what readiness looks at, and how transactions ended', async () => {
      await call().post('/v1/notes').set(as(token)).send({ title: 'counted', width: 1 });
      await call().put('/v1/notes/none').set(as(token)).send({ title: 'refused', width: 1 });
      const text = await metrics();
      expect(text).toContain('lien_cap_part_up{part="mongodb"} 1');
      expect(text).toMatch(/^lien_cap_store_transactions_total\{outcome="committed"\} [1-9]/m);
      expect(text).toMatch(/^lien_cap_store_transactions_total\{outcome="aborted"\} [1-9]/m);
    });

    it('to nobody whose request a proxy passed on', async () => {
      for (const header of ['x-forwarded-for', 'forwarded']) {
        const answer = await call().get('/metrics').set(header, 'for=203.0.113.9');
        expect(answer.status).toBe(404);
        expect(answer.body).toMatchObject({ code: 'no-such-route' });
      }
    });
  });

  describe('shows itself', () => {
    it('in a document with the problems of each route, and an explorer that signs in with PKCE', async () => {
      const { body } = await call().get('/docs-json');
      const document = body as { paths: Record<string, Record<string, { responses: object; 'x-access': string }>> };
      const operation = document.paths['/v1/notes']!.post!;
      expect(operation['x-access']).toBe('unit');
      expect(Object.keys(operation.responses)).toEqual([
        '201',
        '400',
        '401',
        '403',
        '413',
        '415',
        '422',
        '429',
        '500',
        '503',
      ]);
      expect((await call().get('/docs')).headers.location).toBe('/docs/');
      const page = await call().get('/docs/');
      expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ${issuer.url}`);
      expect(page.headers['cross-origin-opener-policy']).toBe('unsafe-none');
      expect((await call().get('/docs/swagger-ui-init.js')).text).toContain(
        '"usePkceWithAuthorizationCodeGrant": true',
      );
      expect((await call().get('/docs/oauth2-redirect.html')).status).toBe(200);
    });

    it('with headers that let nothing run or frame its data', async () => {
      const { headers } = await call().get('/health/live');
      expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
    });

    it('to configured origins only', async () => {
      const from = (origin: string) => call().get('/health/live').set({ origin });
      const allowed = await from('http://127.0.0.1:3004');
      expect(allowed.headers['access-control-allow-origin']).toBe('http://127.0.0.1:3004');
      expect(allowed.headers['access-control-expose-headers']).toContain('lien-cap-receipt');
      expect((await from('http://evil.example')).headers['access-control-allow-origin']).not.toBe(
        'http://evil.example',
      );
    });
  });
});
