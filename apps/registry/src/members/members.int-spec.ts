import { randomUUID } from 'node:crypto';
import { decodeReceipt, type MemberChangedV1 } from '#contracts';
import { eventOn } from '#testing';
import { codes, NORTH, People, REGISTERED, SOUTH, type Page, type Written } from './people.harness.js';

let people: People;
beforeAll(async () => {
  people = await People.open();
}, 90_000);
afterAll(() => people.close());

describe('registering', () => {
  it('answers version, receipt and roll, nothing personal, and the same for the same key', async () => {
    const request = people.body({}, { personalId: '001080000001' });
    const first = await people.as(NORTH).post<Written>('/v1/members', request, { key: 'first' });
    const again = await people.as(NORTH).post<Written>('/v1/members', request, { key: 'first' });
    expect(first).toMatchObject({
      status: 201,
      body: { version: 1, stretches: [{ unitId: people.ids.branch, from: '2020-01-01', to: null }] },
    });
    expect(decodeReceipt(first.body.receipt)).toEqual({
      source: 'registry',
      factId: `member/${first.body.id}`,
      version: 1,
    });
    expect(again.body).toEqual(first.body);
    expect(JSON.stringify(first.body)).not.toMatch(/Mẫu|1980|001080000001|Kinh/);
  });

  it('publishes the roll and nothing of the person, keyed by the unit above', async () => {
    const secrets = { name: 'Vạn Bí Mật', birthDate: '1971-12-13', personalId: '009990000777', phone: '0912345678' };
    const member = await people.made({}, { ...secrets, residence: 'Ngõ Kín', ethnicity: 'Tày' });
    const topic = `${people.registry.env.kafkaTopicPrefix}registry.members`;
    const event = await eventOn(topic, ({ subject }) => subject === `member/${member.id}`);
    const text = JSON.stringify(event);
    const { data } = event as unknown as { data: MemberChangedV1 };
    const entry = await people.db
      .collection<{ factId: string; key: string }>('outbox')
      .findOne({ factId: `member/${member.id}` });
    expect(entry?.key).toBe(people.ids.north);
    expect(data).toEqual({
      memberId: member.id,
      version: 1,
      voided: false,
      stretches: [
        {
          unitId: people.ids.branch,
          from: '2020-01-01',
          to: null,
          standing: 'official',
          exempt: false,
          suspended: false,
          inTransit: false,
        },
      ],
      temporary: [],
      transferOverdue: [],
      movements: [{ kind: 'registered', unitId: people.ids.branch, date: '2020-01-01' }],
    });
    for (const value of [...Object.values(secrets), 'Ngõ Kín', 'Tày', '2010-02-03']) expect(text).not.toContain(value);
  });

  it('refuses the same identifier, and somebody alike until it is confirmed', async () => {
    const person = { name: 'Lê Thị Trùng', personalId: '001080000002' };
    await people.made({}, person);
    expect(codes(await people.register({ unitId: people.ids.second }, { personalId: '001080000002' }))).toEqual([
      409,
      'identifier-taken',
      ['person.personalId'],
    ]);
    const alike = { name: 'LE THI TRUNG' };
    expect(codes(await people.register({}, alike))).toEqual([409, 'possible-duplicate', ['person']]);
    await people.made({ unitId: people.ids.second }, alike);
    await people.made({ confirmedDistinct: true }, alike);
  });

  it('lets two at once have one identifier between them', async () => {
    const both = await Promise.all([1, 2].map(() => people.register({}, { cardNumber: '000000000042' })));
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'identifier-taken' });
  });

  it('frees the identifier of somebody voided', async () => {
    const wrong = await people.made({}, { personalId: '001080000003' });
    const voided = await people
      .as(NORTH)
      .post<Written>(`/v1/members/${wrong.id}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 1 });
    expect(voided).toMatchObject({ status: 200, body: { version: 2, voided: true, stretches: [] } });
    await people.made({}, { personalId: '001080000003' });
    expect(codes(await people.act(voided.body, { kind: 'exempted', on: '2021-01-01' }))).toMatchObject([
      409,
      'member-voided',
    ]);
  });

  it.each<[string, object, object, string, number]>([
    ['identifier-not-12-digits', {}, { personalId: '80000001' }, 'person.personalId', 422],
    ['unit-holds-no-roll', { unitId: 'north' }, {}, 'unitId', 422],
    ['act-field-needed', { act: { kind: 'admitted', ceremonyDate: '2024-01-01' } }, {}, 'act.decisionDate', 422],
    [
      'act-field-unexpected',
      { act: { ...REGISTERED, kind: 'admitted', ceremonyDate: '2024-01-01' } },
      {},
      'act.on',
      422,
    ],
    ['under-age', {}, { birthDate: '2000-01-01' }, 'act.decisionDate', 422],
  ])('is refused as %s', async (code, changes, person, path, status) => {
    const unitId = 'unitId' in changes ? { unitId: people.ids.north } : {};
    const reply = await people.register({ ...changes, ...unitId }, person);
    expect(codes(reply).slice(0, 2)).toEqual([status, code]);
    expect(reply.body.errors.map((error) => error.path)).toContain(path);
    expect(JSON.stringify(reply.body)).not.toContain('80000001');
  });

  it('knows each id once', async () => {
    const { id } = await people.made();
    expect(codes(await people.register({ id }))).toEqual([409, 'member-exists', ['id']]);
  });
});

describe('acts', () => {
  it('transfer in two steps: the sender introduces, only the receiver accepts', async () => {
    const member = await people.made();
    const introduced = await people.act(member, {
      kind: 'transfer-introduced',
      on: '2024-03-01',
      toUnitId: people.ids.far,
    });
    expect(introduced).toMatchObject({ status: 200, body: { version: 2, transit: { toUnitId: people.ids.far } } });
    const accepting = { kind: 'transfer-accepted', on: '2024-04-01' };
    expect(codes(await people.act(introduced.body, accepting))).toMatchObject([403, 'outside-subtree']);
    // The office that receives him sees him already.
    expect((await people.as(SOUTH).get(`/v1/members/${member.id}`)).status).toBe(200);
    const accepted = await people.act(introduced.body, accepting, SOUTH);
    expect(accepted.body.stretches.map(({ unitId, from, to, inTransit }) => [unitId, from, to, inTransit])).toEqual([
      [people.ids.branch, '2020-01-01', '2024-03-01', false],
      [people.ids.branch, '2024-03-01', '2024-04-01', true],
      [people.ids.far, '2024-04-01', null, false],
    ]);
    // His file went with him; what the sender entered of its own time it may still correct.
    expect((await people.as(NORTH).get(`/v1/members/${member.id}`)).status).toBe(404);
    const path = `/v1/members/${member.id}/acts/${member.actId}`;
    const earlier = { act: { ...REGISTERED, on: '2019-12-01', unitId: people.ids.branch }, reason: 'Nhập nhầm ngày' };
    expect(await people.as(NORTH).put(path, earlier, { ifMatch: 3 })).toMatchObject({
      status: 200,
      body: { version: 4, stretches: [{ from: '2019-12-01' }, {}, {}] },
    });
  });

  it('may be rejected, and then he may go elsewhere', async () => {
    const member = await people.made();
    const sent = await people.act(member, { kind: 'transfer-introduced', on: '2024-03-01', toUnitId: people.ids.far });
    const back = await people.act(
      sent.body,
      { kind: 'transfer-rejected', on: '2024-03-20', reason: 'Thiếu giấy' },
      SOUTH,
    );
    expect(back).toMatchObject({ status: 200, body: { transit: null } });
    const again = await people.act(back.body, {
      kind: 'transfer-introduced',
      on: '2024-05-01',
      toUnitId: people.ids.second,
    });
    expect(await people.act(again.body, { kind: 'transfer-accepted', on: '2024-05-02' })).toMatchObject({
      status: 200,
    });
  });

  it("of a stay elsewhere are the home branch's alone, and so is all that ends it", async () => {
    const member = await people.made();
    const away = await people.act(member, { kind: 'temporary-started', on: '2024-03-01', unitId: people.ids.far });
    expect(away).toMatchObject({ status: 200, body: { temporary: [{ unitId: people.ids.far, to: null }] } });
    expect((await people.as(SOUTH).get(`/v1/members/${member.id}`)).status).toBe(200);
    expect(codes(await people.act(away.body, { kind: 'expelled', on: '2024-06-01' }, SOUTH))).toMatchObject([403, 'outside-subtree']); // prettier-ignore
    expect(await people.act(away.body, { kind: 'died', on: '2024-06-01' })).toMatchObject({
      status: 200,
      body: { temporary: [{ to: '2024-06-01' }], stretches: [{ to: '2024-06-01' }] },
    });
  });

  it('are corrected and voided; each version can be read with who, when and why', async () => {
    const member = await people.made();
    const exempted = await people.act(member, { kind: 'exempted', on: '2024-03-01' });
    const path = `/v1/members/${member.id}/acts/${exempted.body.actId}`;
    const client = people.as(NORTH);
    const other = { act: { kind: 'suspended', on: '2024-02-01' }, reason: 'Khác' };
    expect(codes(await client.put<Written>(path, other, { ifMatch: 2 }))).toEqual([
      422,
      'act-of-another-kind',
      ['act.kind'],
    ]);
    const right = { act: { kind: 'exempted', on: '2024-02-01' }, reason: 'Nhập nhầm ngày' };
    expect(await client.put(path, right, { ifMatch: 2 })).toMatchObject({
      status: 200,
      body: { stretches: [{ to: '2024-02-01' }, { exempt: true }] },
    });
    expect(await client.put(path, right, { ifMatch: 2 })).toMatchObject({ status: 412 });
    const reason = { reason: 'Nhầm người' };
    expect(await client.post(`${path}/void`, reason, { ifMatch: 3 })).toMatchObject({
      status: 200,
      body: { version: 4, stretches: [{ to: null }] },
    });
    expect(codes(await client.post<Written>(`${path}/void`, reason, { ifMatch: 4 }))).toMatchObject([
      409,
      'act-voided',
    ]);
    const only = `/v1/members/${member.id}/acts/${member.actId}/void`;
    expect(codes(await client.post<Written>(only, reason, { ifMatch: 4 }))).toMatchObject([409, 'last-act']);
    const unknown = `/v1/members/${member.id}/acts/${randomUUID()}/void`;
    expect(codes(await client.post<Written>(unknown, reason, { ifMatch: 4 }))).toMatchObject([404, 'no-such-act']);
    const { body: history } = await client.get<Page<{ version: number; actor: string; reason: string | null }>>(
      `/v1/members/${member.id}/versions`,
    );
    expect(history.items.map(({ version, actor, reason: why }) => [version, actor, why])).toEqual([
      [1, NORTH, null],
      [2, NORTH, null],
      [3, NORTH, 'Nhập nhầm ngày'],
      [4, NORTH, 'Nhầm người'],
    ]);
    const second = await client.get(`/v1/members/${member.id}/versions/2`);
    expect(second.body).toMatchObject({ member: { version: 2, stretches: [{ to: '2024-03-01' }, {}] } });
    const none = await client.get<Written>(`/v1/members/${member.id}/versions/9`);
    expect(codes(none)).toMatchObject([404, 'no-such-member-version']);
  });

  it('name the one that a back-dated act makes impossible', async () => {
    const member = await people.made();
    const left = await people.act(member, { kind: 'left', on: '2024-03-01' });
    expect(codes(await people.act(left.body, { kind: 'died', on: '2023-01-01' }))).toEqual([
      409,
      'already-died',
      ['acts[1]'],
    ]);
    expect(codes(await people.act(left.body, { kind: 'exempted', on: '2024-03-01' }))).toEqual([
      409,
      'not-on-roll',
      ['kind'],
    ]);
  });
});
