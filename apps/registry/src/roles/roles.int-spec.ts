import { randomUUID } from 'node:crypto';
import { Store } from '#mongo';
import { TestApp, type Reply } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';

type Role = {
  id: string;
  version: number;
  person: string;
  role: string;
  unitId: string;
  to: string | null;
  code: string;
};
type Page = { items: Role[]; next: string | null; code: string };
type Body = Record<string, unknown>;

const FIRST = 'demo-administrator';
const WARD_ADMIN = 'demo-secretary-vinh-niem';
const CLERK = 'demo-clerk-vinh-niem';
const STRANGER = 'demo-clerk-dak-pek';

let registry: TestApp;
const ids = { centre: '', ward: '', branch: '', other: '' };

const as = (sub: string | null) => registry.client(sub);
const give = (giver: string, changes: object): Promise<Reply<Role>> =>
  as(giver).post<Role>('/v1/roles', { person: CLERK, role: 'clerk', unitId: ids.ward, from: '2020-01-01', ...changes });
const newUnit = async (parentId: string | null, level: string, kind: string): Promise<string> => {
  const body = { code: randomUUID().slice(0, 8), name: level, level, kind, parentId, from: '2000-01-01' };
  return (await as(FIRST).post<{ id: string }>('/v1/units', body)).body.id;
};
const create = (sub: string, parentId: string | null): Promise<Reply> =>
  as(sub).post('/v1/units', {
    code: `R-${randomUUID().slice(0, 8)}`,
    name: 'Khu phố',
    level: 'branch',
    kind: 'residential-branch',
    parentId,
    from: '2001-01-01',
  });
const answer = ({ status, body }: Reply<Body>): [number, unknown] => [status, body.code];

beforeAll(async () => {
  registry = await TestApp.open(ABOUT, (env) => AppModule.forRoot({ ...env, firstAdministrator: FIRST }));
  ids.centre = await newUnit(null, 'centre', 'centre');
  ids.ward = await newUnit(ids.centre, 'commune', 'ward');
  ids.other = await newUnit(ids.centre, 'commune', 'ward');
  ids.branch = await newUnit(ids.ward, 'branch', 'residential-branch');
  await give(FIRST, { person: WARD_ADMIN, role: 'administrator' });
}, 90_000);
afterAll(() => registry.close());

describe('giving roles', () => {
  it('is published whole, keyed by its unit, without the reason', async () => {
    const given = await give(WARD_ADMIN, { unitId: ids.branch, reason: 'Decision 99' });
    expect(given).toMatchObject({ status: 201, body: { version: 1, person: CLERK, to: null } });
    const outbox = registry.app.get(Store).db.collection<{ value: mongo.Binary; key: string }>('outbox');
    const entry = await outbox.findOne({ factId: given.body.id });
    expect(entry?.key).toBe(ids.branch);
    const value = entry?.value.toString('utf8') ?? '';
    expect(JSON.parse(value)).toMatchObject({ data: { grantId: given.body.id, version: 1, unitId: ids.branch } });
    expect(value).not.toContain('Decision 99');
  });

  it('is for administrators of the unit or above', async () => {
    expect(answer(await give(CLERK, { person: 'someone' }))).toEqual([403, 'outside-subtree']);
    expect(answer(await give(WARD_ADMIN, { unitId: ids.other }))).toEqual([403, 'outside-subtree']);
    expect(answer(await give(WARD_ADMIN, { unitId: ids.centre }))).toEqual([403, 'outside-subtree']);
    expect(answer(await give(WARD_ADMIN, { unitId: randomUUID() }))).toEqual([422, 'unknown-unit']);
  });

  it('is not for oneself, except for the first administrator', async () => {
    expect(answer(await give(WARD_ADMIN, { person: WARD_ADMIN, role: 'inspector' }))).toEqual([403, 'own-role']);
    expect((await give(FIRST, { person: FIRST, role: 'operator' })).status).toBe(201);
  });

  it('refuses an id that is taken', async () => {
    const { body } = await give(FIRST, { person: 'someone' });
    expect(answer(await give(FIRST, { id: body.id }))).toEqual([409, 'role-exists']);
  });
});

describe('ending and voiding roles', () => {
  it('needs the version that was read, and counts from then on', async () => {
    const { body } = await give(FIRST, { person: STRANGER, role: 'administrator', unitId: ids.other });
    expect((await create(STRANGER, ids.other)).status).toBe(201);
    const path = `/v1/roles/${body.id}`;
    const end = { to: '2021-01-01', reason: 'Thôi nhiệm vụ' };
    expect(answer(await as(FIRST).put(path, end))).toEqual([428, 'precondition-required']);
    expect(answer(await as(FIRST).put(path, end, { ifMatch: 2 }))).toEqual([412, 'stale-version']);
    const ended = await as(FIRST).put<Role>(path, end, { ifMatch: 1 });
    expect(ended).toMatchObject({ status: 200, body: { version: 2, to: '2021-01-01' } });
    expect(answer(await create(STRANGER, ids.other))).toEqual([403, 'outside-subtree']);
    const voided = await as(FIRST).post<Role>(`${path}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 2 });
    expect(voided.body).toMatchObject({ version: 3, voided: true });
  });

  it('lets a person give up their own role, no more', async () => {
    const { body } = await give(FIRST, { person: CLERK, to: '2030-01-01' });
    const path = `/v1/roles/${body.id}`;
    const reason = 'Theo nguyện vọng';
    expect(answer(await as(CLERK).put(path, { to: null, reason }, { ifMatch: 1 }))).toEqual([403, 'own-role']);
    expect(answer(await as(STRANGER).put(path, { to: null, reason }, { ifMatch: 1 }))).toEqual([
      403,
      'outside-subtree',
    ]);
    expect((await as(CLERK).post(`${path}/void`, { reason }, { ifMatch: 1 })).status).toBe(200);
  });

  it('of a role that does not exist', async () => {
    const reply = await as(FIRST).post(`/v1/roles/${randomUUID()}/void`, { reason: 'x' }, { ifMatch: 1 });
    expect(answer(reply)).toEqual([404, 'no-such-role']);
  });

  it('two at once: one of them', async () => {
    const { body } = await give(FIRST, { person: 'someone' });
    const end = (to: string) => as(FIRST).put<Body>(`/v1/roles/${body.id}`, { to, reason: 'x' }, { ifMatch: 1 });
    const replies = await Promise.all([end('2027-01-01'), end('2028-01-01')]);
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
  });
});

describe('what a role reaches', () => {
  it('the unit and all below it, for administrators only', async () => {
    expect((await create(WARD_ADMIN, ids.ward)).status).toBe(201);
    expect((await create(WARD_ADMIN, ids.branch)).status).toBe(201);
    expect(answer(await create(WARD_ADMIN, ids.other))).toEqual([403, 'outside-subtree']);
    expect(answer(await create(CLERK, ids.ward))).toEqual([403, 'outside-subtree']);
  });

  it('a move needs it at both ends', async () => {
    const move = (parentId: string | null): Promise<Reply> =>
      as(WARD_ADMIN).post(
        `/v1/units/${ids.branch}/move`,
        { parentId, from: '2024-01-01', reason: 'x' },
        { ifMatch: 1 },
      );
    expect(answer(await move(ids.other))).toEqual([403, 'outside-subtree']);
    expect(answer(await move(null))).toEqual([403, 'first-administrator-only']);
    expect(answer(await create(WARD_ADMIN, null))).toEqual([403, 'first-administrator-only']);
  });

  it('the first administrator has theirs as a fact too, so that the other services learn of it', async () => {
    const { body } = await as(FIRST).get<Page>(`/v1/roles?unit=${ids.centre}`);
    expect(body.items).toMatchObject([{ person: FIRST, role: 'administrator', from: '2000-01-01', to: null }]);
  });

  it('who changed a unit and why, only with a role there', async () => {
    const path = `/v1/units/${ids.branch}/versions`;
    expect((await as(WARD_ADMIN).get(path)).status).toBe(200);
    expect(answer(await as(STRANGER).get(path))).toEqual([403, 'outside-subtree']);
    expect((await as(STRANGER).get(`/v1/units/${ids.branch}`)).status).toBe(200);
  });
});

describe('reading roles', () => {
  it('lists those of a unit to its administrators, in pages', async () => {
    const path = `/v1/roles?unit=${ids.ward}&limit=2`;
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: Reply<Page> = await as(WARD_ADMIN).get<Page>(`${path}${next && `&cursor=${next}`}`);
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3);
    expect(answer(await as(CLERK).get(path))).toEqual([403, 'outside-subtree']);
    expect((await as(FIRST).get('/v1/roles')).status).toBe(400);
  });

  it('finds those of a person as far as the asker administers the units', async () => {
    await give(FIRST, { unitId: ids.other });
    const search = async (sub: string): Promise<string[]> => {
      const { body } = await as(sub).call<Page>('POST', '/v1/roles/search', { body: { person: CLERK } });
      return [...new Set(body.items.map(({ unitId }) => unitId))];
    };
    expect((await search(FIRST)).toSorted()).toEqual([ids.ward, ids.other, ids.branch].toSorted());
    expect((await search(WARD_ADMIN)).toSorted()).toEqual([ids.ward, ids.branch].toSorted());
    const asked = (sub: string, person: string) => as(sub).call<Body>('POST', '/v1/roles/search', { body: { person } });
    expect(answer(await asked(CLERK, CLERK))).toEqual([403, 'outside-subtree']);
    // Whether someone serves elsewhere cannot be told from whether anyone of that name serves at all.
    expect(answer(await asked(WARD_ADMIN, STRANGER))).toEqual([403, 'outside-subtree']);
    expect(answer(await asked(WARD_ADMIN, 'nobody'))).toEqual([403, 'outside-subtree']);
    await give(FIRST, { person: STRANGER, role: 'administrator', unitId: ids.centre });
    expect((await asked(STRANGER, 'nobody')).body.items).toEqual([]);
  });

  it('me: who I am and what I may do today', async () => {
    expect((await as(WARD_ADMIN).get('/v1/me')).body).toMatchObject({
      sub: WARD_ADMIN,
      firstAdministrator: false,
      roles: [{ role: 'administrator', unitId: ids.ward }],
    });
    expect((await as(FIRST).get('/v1/me')).body).toMatchObject({ firstAdministrator: true });
    expect((await as(null).get('/v1/me')).status).toBe(401);
  });
});
