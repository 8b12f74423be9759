import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { eventually, ForgingIssuer, freePort } from '#testing';
import { startNotes } from '../test/notes-service.js';

jest.setTimeout(30_000);

describe('a service alone', () => {
  const issuer = new ForgingIssuer();
  let app: NestExpressApplication;
  afterEach(async () => {
    await app.close();
    await issuer.stop();
  });

  it('boots, and says what is away: the store is 503, the issuer is 503 and not 401', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    app = await startNotes(`mongodb://127.0.0.1:${await freePort()}/x?replicaSet=rs0`, nowhere);
    const call = request(app.getHttpServer());
    expect((await call.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await call.get('/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({
      status: 'error',
      error: { mongodb: { status: 'down', reason: expect.stringContaining('MongoDB') as string } },
    });
    const answer = await call
      .get('/v1/notes/whoami')
      .set('authorization', `Bearer ${await issuer.token({ sub: 'a' })}`);
    expect(answer.body).toMatchObject({ status: 503, code: 'issuer-away' });
    expect(answer.headers['retry-after']).toBe('2');
  });

  it('asks the issuer about itself before anybody comes', async () => {
    await issuer.start();
    app = await startNotes(`mongodb://127.0.0.1:${await freePort()}/x?replicaSet=rs0`, issuer.url);
    await eventually(() => issuer.asked.includes('/.well-known/openid-configuration'));
  });

  it('refuses writes at once while the store is away', async () => {
    await issuer.start();
    app = await startNotes(`mongodb://127.0.0.1:${await freePort()}/x?replicaSet=rs0`, issuer.url);
    const headers = { authorization: `Bearer ${await issuer.token({ sub: 'a' })}`, 'idempotency-key': 'k' };
    const answer = await request(app.getHttpServer()).post('/v1/notes').set(headers).send({ title: 'x', width: 1 });
    expect(answer.body).toMatchObject({ status: 503, code: 'store-away' });
  });

  it('limits each person, not all together', async () => {
    await issuer.start();
    app = await startNotes(`mongodb://127.0.0.1:${await freePort()}/x?replicaSet=rs0`, issuer.url, 3);
    const ask = async (sub: string) =>
      request(app.getHttpServer())
        .get('/v1/notes/whoami')
        .set('authorization', `Bearer ${await issuer.token({ sub })}`);
    const statuses: number[] = [];
    for (const sub of ['a', 'a', 'a', 'a', 'b']) statuses.push((await ask(sub)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 200]);
    const refused = await ask('a');
    expect(refused.body).toMatchObject({ code: 'too-many-requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});
