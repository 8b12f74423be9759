import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { TestApp, type Reply } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';

type Unit = {
  id: string;
  version: number;
  voided: boolean;
  alive: boolean;
  name: string;
  parentId: string | null;
  receipt: string;
  stretches: { from: string; to: string | null; name: string; parentId: string | null }[];
};
type Problem = { code: string };
type Page = { items: Unit[]; next: string | null };

const FIRST = 'demo-administrator';
let registry: TestApp;
const ids = { centre: '', north: '', south: '', ward: '', branch: '' };
const REASON = 'Decision 12';

const unitBody = (changes: object): object => ({
  code: `U-${randomUUID().slice(0, 13)}`,
  name: 'Khu phố',
  kind: 'residential-branch',
  level: 'branch',
  parentId: null,
  from: '2000-01-01',
  ...changes,
});
const admin = () => registry.client(FIRST);
const create = (changes: object): Promise<Reply<Unit & Problem>> =>
  admin().post<Unit & Problem>('/v1/units', unitBody(changes));
const made = async (changes: object): Promise<Unit> => {
  const reply = await create(changes);
  expect(reply).toMatchObject({ status: 201 });
  return reply.body;
};
const act = (unit: { id: string; version: number }, name: string, body: object): Promise<Reply<Unit & Problem>> =>
  admin().post<Unit & Problem>(`/v1/units/${unit.id}/${name}`, { reason: REASON, ...body }, { ifMatch: unit.version });
const read = async (id: string, on?: string): Promise<Unit> =>
  (await admin().get<Unit>(`/v1/units/${id}${on ? `?on=${on}` : ''}`)).body;
const names = async (path: string): Promise<string[]> =>
  (await admin().get<Page>(path)).body.items.map(({ name }) => name);

beforeAll(async () => {
  registry = await TestApp.open(ABOUT, (env) => AppModule.forRoot({ ...env, firstAdministrator: FIRST }));
  ids.centre = (await made({ level: 'centre', kind: 'centre', name: 'Trung ương', code: 'TW' })).id;
  ids.north = (await made({ level: 'province', kind: 'city', name: 'Thành phố Hải Phòng', parentId: ids.centre })).id;
  ids.south = (await made({ level: 'province', kind: 'city', name: 'Tỉnh Đồng Tháp', parentId: ids.centre })).id;
  ids.ward = (await made({ level: 'commune', kind: 'ward', name: 'Phường Vĩnh Niệm', parentId: ids.north })).id;
  ids.branch = (await made({ name: 'Khu phố 06', parentId: ids.ward })).id;
}, 90_000);
afterAll(() => registry.close());

describe('a unit through time', () => {
  it('is created with version, receipt and ETag, the same for the same key', async () => {
    const body = unitBody({ name: 'Khu phố Bình Phong', parentId: ids.ward });
    const first = await admin().post<Unit>('/v1/units', body, { key: 'bp' });
    const again = await admin().post<Unit>('/v1/units', body, { key: 'bp' });
    expect(first.status).toBe(201);
    expect(first.headers.get('etag')).toBe('"1"');
    expect(first.headers.get('lien-cap-receipt')).toBe(first.body.receipt);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('keeps names in NFC and without spaces around', async () => {
    const unit = await made({ name: '  Khu phố Mỹ Thạnh '.normalize('NFD'), parentId: ids.ward });
    expect(unit.name).toBe('Khu phố Mỹ Thạnh'.normalize('NFC'));
  });

  it('is renamed and moved from a date on, and read on any date', async () => {
    const unit = await made({ name: 'Khu phố Cũ', parentId: ids.ward });
    const renamed = await act(unit, 'rename', { name: 'Khu phố Mới', from: '2025-07-01' });
    expect(renamed).toMatchObject({ status: 200, body: { version: 2 } });
    const moved = await act(renamed.body, 'move', { parentId: ids.south, from: '2030-01-01' });
    expect(moved.body.stretches.map(({ from, to, name, parentId }) => [from, to, name, parentId])).toEqual([
      ['2000-01-01', '2025-07-01', 'Khu phố Cũ', ids.ward],
      ['2025-07-01', '2030-01-01', 'Khu phố Mới', ids.ward],
      ['2030-01-01', null, 'Khu phố Mới', ids.south],
    ]);
    expect(await read(unit.id, '2024-01-01')).toMatchObject({ name: 'Khu phố Cũ', alive: true, version: 3 });
    expect(await read(unit.id, '2031-01-01')).toMatchObject({ parentId: ids.south });
  });

  it('is closed, reopened, corrected and voided; every version can be read', async () => {
    const unit = await made({ name: 'Khu phố Tạm', parentId: ids.ward });
    const closed = await act(unit, 'close', { from: '2022-01-01' });
    expect(closed.body).toMatchObject({ alive: false, stretches: [{ to: '2022-01-01' }] });
    const reopened = await act(closed.body, 'reopen', { from: '2023-01-01' });
    expect(reopened.body.stretches).toMatchObject([{ to: '2022-01-01' }, { from: '2023-01-01', to: null }]);
    const stretches = reopened.body.stretches.slice(0, 1);
    const corrected = await admin().put<Unit>(`/v1/units/${unit.id}`, { stretches, reason: REASON }, { ifMatch: 3 });
    expect(corrected.body).toMatchObject({ version: 4, stretches });
    const voided = await act(corrected.body, 'void', {});
    expect(voided.body).toMatchObject({ version: 5, voided: true, stretches: [], code: null });
    const { body } = await admin().get<{ items: { version: number; act: string; reason: string; actor: string }[] }>(
      `/v1/units/${unit.id}/versions`,
    );
    expect(body.items.map(({ act: how }) => how)).toEqual(['voided', 'corrected', 'reopened', 'closed', 'created']);
    expect(body.items[0]).toMatchObject({ version: 5, actor: FIRST, reason: REASON });
    const third = await admin().get(`/v1/units/${unit.id}/versions/3`);
    expect(third.body).toMatchObject({ version: 3, act: 'reopened', stretches: reopened.body.stretches });
  });

  it('has children, ancestors and a subtree on a date, in Vietnamese order', async () => {
    const ward = await made({ level: 'commune', kind: 'ward', name: 'Phường An Biên', parentId: ids.north });
    for (const name of ['Khu phố 10', 'Khu phố 9', 'Ấp Đông', 'Ấp Dừa', 'Ấp Ô Môn'])
      await made({ name, parentId: ward.id, from: '2010-01-01' });
    const sorted = ['Ấp Dừa', 'Ấp Đông', 'Ấp Ô Môn', 'Khu phố 9', 'Khu phố 10'];
    expect(await names(`/v1/units/${ward.id}/children?on=2024-01-01`)).toEqual(sorted);
    expect(await names(`/v1/units/${ward.id}/children?on=2009-12-31`)).toEqual([]);
    expect(await names(`/v1/units/${ward.id}/subtree?on=2024-01-01`)).toEqual([...sorted, 'Phường An Biên']);
    expect(await names(`/v1/units/${ward.id}/ancestors`)).toEqual(['Thành phố Hải Phòng', 'Trung ương']);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/v1/units/${ward.id}/subtree?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body }: Reply<Page> = await admin().get<Page>(path);
      paged.push(...body.items.map(({ name }) => name));
      cursor = body.next;
    }
    expect(paged).toEqual([...sorted, 'Phường An Biên']);
  });
});

describe('search', () => {
  it('finds "Khu phố 06" by "khu pho 6", by later words, and by the beginning of its code', async () => {
    expect(await names('/v1/units?q=khu%20pho%206')).toEqual(['Khu phố 06']);
    expect(await names('/v1/units?q=VINH')).toEqual(['Phường Vĩnh Niệm']);
    expect(await names('/v1/units?q=dong%20thap')).toEqual(['Tỉnh Đồng Tháp']);
    expect(await names('/v1/units?code=tw')).toEqual(['Trung ương']);
    expect(await names('/v1/units?q=phuong%20hai')).toEqual([]);
  });

  it('shows each unit once over pages, and only while it bears the name', async () => {
    const unit = await made({ name: 'Tổ tổ tổ một', parentId: ids.ward });
    await made({ name: 'Tổ tổ hai', parentId: ids.ward });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: Reply<Page> = await admin().get<Page>(`/v1/units?q=to&limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ name }) => name));
      cursor = body.next;
    }
    expect(seen).toEqual(['Tổ tổ hai', 'Tổ tổ tổ một']);
    await act(unit, 'rename', { name: 'Nhóm một', from: '2024-01-01' });
    expect(await names('/v1/units?q=to%20mot&on=2023-12-31')).toEqual(['Tổ tổ tổ một']);
    expect(await names('/v1/units?q=to%20mot')).toEqual([]);
    expect(await names('/v1/units?q=nhom')).toEqual(['Nhóm một']);
  });

  it('is by name or by code', async () => {
    expect((await admin().get('/v1/units?q=a&code=b')).body).toMatchObject({ status: 422, code: 'one-search-only' });
  });
});

describe('what is refused over HTTP, with its code', () => {
  const refused = async (reply: Promise<Reply<Problem>>, status: number, code: string): Promise<void> => {
    const { status: got, body } = await reply;
    expect([got, body.code]).toEqual([status, code]);
  };

  it('a stale or missing version', async () => {
    const unit = await made({ parentId: ids.ward });
    await refused(act({ id: unit.id, version: 2 }, 'close', { from: '2022-01-01' }), 412, 'stale-version');
    const { body } = await admin().post<Problem>(`/v1/units/${unit.id}/close`, { from: '2022-01-01', reason: REASON });
    expect(body.code).toBe('precondition-required');
  });

  it('an unknown unit, parent, or date', async () => {
    await refused(act({ id: randomUUID(), version: 1 }, 'close', { from: '2022-01-01' }), 404, 'no-such-unit');
    await refused(create({ parentId: randomUUID() }), 422, 'orphan');
    await refused(create({ parentId: ids.ward, from: '2022-02-30' }), 400, 'invalid-request');
    await refused(create({ parentId: ids.ward, from: '1929-12-31' }), 422, 'date-out-of-range');
  });

  it('an unknown version', async () => {
    await refused(admin().get<Problem>(`/v1/units/${ids.ward}/versions/9`), 404, 'no-such-version');
    await refused(admin().get<Problem>(`/v1/units/${ids.ward}/versions/x`), 400, 'invalid-request');
  });

  it('an id or code that is taken, and a second root', async () => {
    await refused(create({ id: ids.branch, parentId: ids.ward }), 409, 'unit-exists');
    await refused(create({ code: 'tw', parentId: ids.ward }), 409, 'code-taken');
    await refused(create({ level: 'centre', kind: 'centre' }), 409, 'second-root');
  });

  it('a cycle, and a parent closed or voided away from its children', async () => {
    await refused(act(await read(ids.north), 'move', { parentId: ids.ward, from: '2024-01-01' }), 422, 'cycle');
    await refused(act(await read(ids.ward), 'close', { from: '2024-01-01' }), 409, 'children-outside-life');
    await refused(act(await read(ids.ward), 'void', {}), 409, 'has-children');
  });
});

describe('pairs that are only legal one by one, sent at once', () => {
  const race = async (...replies: Promise<Reply<Problem>>[]): Promise<{ accepted: number; codes: string[] }> => {
    const all = await Promise.all(replies);
    const codes = all.filter(({ status }) => status > 299).map(({ body }) => body.code);
    return { accepted: all.length - codes.length, codes };
  };
  const pair = async (): Promise<[Unit, Unit]> => [
    await made({ level: 'commune', kind: 'ward', parentId: ids.north }),
    await made({ level: 'commune', kind: 'ward', parentId: ids.north }),
  ];

  it('A under B and B under A', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = await pair();
      const result = await race(
        act(a, 'move', { parentId: b.id, from: '2024-01-01' }),
        act(b, 'move', { parentId: a.id, from: '2024-01-01' }),
      );
      expect(result).toEqual({ accepted: 1, codes: ['cycle'] });
    }
  });

  it('two units with one code', async () => {
    for (let round = 0; round < 5; round += 1) {
      const code = `C-${randomUUID().slice(0, 8)}`;
      const result = await race(...[1, 2, 3].map(() => create({ code, parentId: ids.ward })));
      expect(result).toEqual({ accepted: 1, codes: ['code-taken', 'code-taken'] });
    }
  });

  it('a parent closed while a child is created under it', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const [a] = await pair();
      const result = await race(act(a, 'close', { from: '2024-01-01' }), create({ parentId: a.id }));
      expect(result.accepted).toBe(1);
      outcomes.add(result.codes.join());
    }
    expect([...outcomes].filter((code) => !['outside-parent-life', 'children-outside-life'].includes(code))).toEqual(
      [],
    );
  });

  it('two changes of one version', async () => {
    const [a] = await pair();
    const result = await race(
      act(a, 'rename', { name: 'Một', from: '2024-01-01' }),
      act(a, 'rename', { name: 'Hai', from: '2024-01-01' }),
    );
    expect(result).toEqual({ accepted: 1, codes: ['stale-version'] });
  });

  it('twenty at once are all done, each with a revision of its own', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => create({ parentId: ids.ward })));
    expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    expect(new Set(replies.map(({ body }) => body.receipt)).size).toBe(20);
  });
});

describe('what is published', () => {
  it('is one event per change, with revisions 1, 2, 3 … and nothing of reasons', async () => {
    const outbox = registry.app.get(Store).db.collection<{ value: mongo.Binary }>('outbox');
    const entries = await outbox.find({ topic: 'registry.tree' }).toArray();
    const events = entries.map(({ value }) => JSON.parse(value.toString('utf8')) as { data: { treeRevision: number } });
    const revisions = events.map(({ data }) => data.treeRevision).sort((a, b) => a - b);
    expect(revisions).toEqual(revisions.map((_, at) => at + 1));
    expect(revisions.length).toBeGreaterThan(40);
    expect(JSON.stringify(events)).not.toContain(REASON);
  });
});
