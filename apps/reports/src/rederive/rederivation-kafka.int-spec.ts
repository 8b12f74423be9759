import { serveApp } from '#messaging';
import { eventually, freePort, HttpClient, issuerToken } from '#testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { aboutReports, AppModule } from '../app.module.js';
import type { ChangesDto } from '../changes/changes.dto.js';
import { Derivation } from '../figures/derivation.js';
import type { RebuildsPage } from '../rebuild/rebuilds.dto.js';
import type { RollupDto } from '../rollups/rollups.dto.js';
import { ADMINISTRATOR, meetingOn, SmallFigures } from '../rollups/small-figures.harness.js';

jest.setTimeout(120_000);

describe('a process with newer rules beside one with older', () => {
  let small: SmallFigures;
  let newer: INestApplication;
  let client: HttpClient;
  const path = (): string => `/v1/units/${small.province}/rollup?period=2026-07&measures=meetings.held`;
  const held = async (from: HttpClient): Promise<RollupDto> => (await from.get<RollupDto>(path())).body;

  beforeAll(async () => {
    small = await SmallFigures.open();
    await small.meet(2, meetingOn(small.branches[0], '2026-07-02'), meetingOn(small.branches[2], '2026-07-03'));
    const { env } = small.service;
    const ofNewer = { ...env, port: await freePort(), serviceDocs: [] };
    newer = await NestFactory.create(AppModule.forRoot(ofNewer), { bufferLogs: true, abortOnError: false });
    const derivation = newer.get(Derivation);
    const derive = derivation.derive.bind(derivation);
    // Every meeting counts for three.
    Object.assign(derivation, {
      rules: 2,
      derive: (...of: Parameters<typeof derive>) =>
        derive(...of).map((entry) => ({ ...entry, m: { ...entry.m, 'h:r': 3 * (entry.m['h:r'] ?? 0) } })),
    });
    await serveApp(newer, ofNewer, aboutReports(ofNewer));
    client = new HttpClient(
      () => `http://${env.host}:${ofNewer.port}`,
      () => issuerToken(ADMINISTRATOR, env.oidcIssuer),
    );
  });
  afterAll(async () => {
    await newer?.close();
    await small?.close();
  }, 30_000);

  it('takes over, derives what is stored from the topics, and says so until it is through', async () => {
    const done = await eventually(
      async () => {
        const answer = await held(client);
        return answer.figures[0]?.value === 6 && answer.freshness?.rules === undefined && answer;
      },
      { timeoutMs: 60_000 },
    );
    expect(done.figures[0]).toMatchObject({ value: 6 });
    const { body } = await client.get<RebuildsPage>('/v1/rebuilds');
    expect(body.items).toMatchObject([{ reason: 'rules', state: 'done', corrected: 0, requestedBy: null }]);
  });

  it('counts what comes from then on by the new rules, and the old process says why it waits', async () => {
    // On every partition, those of the old process too: it finds out, and leaves them to the new one.
    const meetings = Array.from({ length: 12 }, () => meetingOn(small.branches[1], '2026-07-04'));
    await small.service.publish(meetings);
    await eventually(async () => (await held(client)).figures[0]?.value === 42, { timeoutMs: 60_000 });
    const ready = await eventually(
      async () => {
        const text = await (await fetch(`${small.service.url}/health/ready`)).text();
        return text.includes('newer rules') && text;
      },
      { timeoutMs: 30_000 },
    );
    expect(ready).toContain('start a newer version');
  });

  it('leaves what was known as it was known, and tells the step as what it is', async () => {
    const changes = `/v1/units/${small.province}/changes?period=2026-07&measures=meetings.held&from=2020-01-01T00:00:00Z`;
    const body = await eventually(
      async () => {
        const answer = (await client.get<ChangesDto>(changes)).body;
        return answer.figures?.[0]?.kinds.find(({ kind }) => kind === 'rederived') && answer;
      },
      { timeoutMs: 60_000 },
    );
    const kinds = body.figures[0]?.kinds ?? [];
    expect(kinds.find(({ kind }) => kind === 'rederived')).toMatchObject({ count: 2, value: 4 });
  });
});
