import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { eventually, type Reply } from '#testing';
import { cellsOf } from '../figures/cells.js';
import type { RollupDto } from '../rollups/rollups.dto.js';
import { ADMINISTRATOR, ANYONE, meetingOn, OPERATOR, SmallFigures } from '../rollups/small-figures.harness.js';
import { newRebuild, rebuildsOf } from './rebuild.js';
import type { RebuildAnswer, RebuildsPage } from './rebuilds.dto.js';

jest.setTimeout(120_000);

type Problem = { code: string; errors?: { path: string; code: string }[] };
const FAR = '2099-01-01T00:00:00Z';

describe('rebuilds over REST', () => {
  let small: SmallFigures;
  const get = <B = Problem>(path: string, sub = ADMINISTRATOR): Promise<Reply<B>> =>
    small.service.client(sub).get<B>(path);
  const post = <B = Problem>(
    path: string,
    body: object,
    options: { key?: string; ifMatch?: number; sub?: string } = {},
  ) => {
    const { sub = ADMINISTRATOR, ...more } = options;
    return small.service.client(sub).call<B>('POST', path, { body, ...more });
  };
  const db = () => small.service.app.get(Store).db;
  const held = async (): Promise<number | null | undefined> => {
    const path = `/v1/units/${small.province}/rollup?measures=meetings.held&period=2026-07-02`;
    return (await get<RollupDto>(path, OPERATOR)).body.figures[0]?.value;
  };
  const ended = (id: string): Promise<RebuildAnswer> =>
    eventually(async () => {
      const { body } = await get<RebuildAnswer>(`/v1/rebuilds/${id}`);
      return body.state === 'done' && body;
    });

  beforeAll(async () => {
    small = await SmallFigures.open();
    await small.meet(1, meetingOn(small.branches[0], '2026-07-02'));
  });
  afterAll(() => small?.close(), 30_000);

  it('put a wrong figure right, and tell how far they are and what was wrong', async () => {
    await cellsOf(db()).updateMany({ u: small.province, m: '2026-07' }, { $inc: { 'd.02.h:r': 5, 't.h:r': 5 } });
    expect(await held()).not.toBe(1);
    const asked = await post<RebuildAnswer>('/v1/rebuilds', { unitId: small.province }, { key: 'once' });
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'waiting', slices: { total: null }, unitId: small.province },
    });
    const again = await post<RebuildAnswer>('/v1/rebuilds', { unitId: small.province }, { key: 'once' });
    expect(again.body.id).toBe(asked.body.id);
    const done = await ended(asked.body.id);
    expect(done).toMatchObject({ corrected: 1, samples: [{ unitId: small.province, month: '2026-07' }], version: 1 });
    expect(done.slices.done).toBe(done.slices.total);
    expect(await held()).toBe(1);
  });

  it('are of the months asked for alone', async () => {
    await cellsOf(db()).updateMany({ u: small.province, m: '2026-07' }, { $inc: { 'd.02.h:r': 5, 't.h:r': 5 } });
    const past = await post<RebuildAnswer>('/v1/rebuilds', { from: '2026-01', through: '2026-06' });
    expect(await ended(past.body.id)).toMatchObject({ corrected: 0, from: '2026-01', through: '2026-06' });
    const july = await post<RebuildAnswer>('/v1/rebuilds', { from: '2026-07', through: '2026-07' });
    expect(await ended(july.body.id)).toMatchObject({ corrected: 1 });
  });

  it('that wait are cancelled by who has seen their version', async () => {
    const { body } = await post<RebuildAnswer>('/v1/rebuilds', { notBefore: FAR });
    const cancel = `/v1/rebuilds/${body.id}/cancel`;
    expect((await post(cancel, {})).body.code).toBe('precondition-required');
    expect((await post(cancel, {}, { ifMatch: 2 })).body.code).toBe('stale-version');
    const cancelled = await post<RebuildAnswer>(cancel, {}, { ifMatch: 1 });
    expect(cancelled).toMatchObject({
      status: 200,
      body: { state: 'cancelled', version: 2, cancelledBy: ADMINISTRATOR },
    });
    expect(await post(cancel, {}, { ifMatch: 2 })).toMatchObject({ status: 409, body: { code: 'rebuild-ended' } });
  });

  it('that new rules made are not cancelled', async () => {
    const id = randomUUID();
    const open = { unitId: null, from: null, to: null, by: null, at: new Date(), notBefore: new Date(FAR) };
    await rebuildsOf(db()).insertOne(newRebuild({ id, reason: 'rules', ...open }));
    expect(await post(`/v1/rebuilds/${id}/cancel`, {}, { ifMatch: 1 })).toMatchObject({
      status: 409,
      body: { code: 'rebuild-needed' },
    });
    await rebuildsOf(db()).deleteOne({ _id: id });
  });

  it('are refused with a reason', async () => {
    const id = randomUUID();
    await post('/v1/rebuilds', { id, notBefore: FAR });
    const refusals: [object, number, string][] = [
      [{ id }, 409, 'rebuild-exists'],
      [{ unitId: randomUUID() }, 404, 'no-such-unit'],
      [{ from: '2026-07', through: '2026-06' }, 422, 'rebuild-months'],
      [{ from: '2026-13' }, 400, 'invalid-request'],
    ];
    for (const [body, status, code] of refusals)
      expect(await post('/v1/rebuilds', body)).toMatchObject({ status, body: { code } });
    expect((await post('/v1/rebuilds', {}, { sub: ANYONE })).status).toBe(403);
    expect((await get('/v1/rebuilds', ANYONE)).status).toBe(403);
    expect(await get(`/v1/rebuilds/${randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'no-such-rebuild' } });
    for (let n = 0; n < 19; n += 1) await post('/v1/rebuilds', { notBefore: FAR });
    expect(await post('/v1/rebuilds', { notBefore: FAR })).toMatchObject({
      status: 409,
      body: { code: 'rebuilds-waiting' },
    });
  });

  it('are listed newest first, page by page', async () => {
    const all = (await get<RebuildsPage>('/v1/rebuilds?limit=500')).body.items.map(({ id }) => id);
    const first = (await get<RebuildsPage>('/v1/rebuilds?limit=3')).body;
    const rest = (await get<RebuildsPage>(`/v1/rebuilds?limit=500&cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(all);
    expect((await get('/v1/rebuilds?cursor=x')).body.code).toBe('invalid-cursor');
  });
});
