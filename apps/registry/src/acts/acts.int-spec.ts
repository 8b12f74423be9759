import { randomUUID } from 'node:crypto';
import { eventually } from '#testing';
import { FIRST, STRANGER } from '../rolls.harness.js';
import { ActWorker } from './act-worker.js';
import { ActsBench, DAY, SECOND, WARD_CLERK } from './acts.harness.js';

let bench: ActsBench;
beforeAll(async () => {
  bench = await ActsBench.open();
}, 90_000);
afterAll(() => bench.close());

const units = () => bench.rolls.units;

describe('an act', () => {
  it('is drafted, checked, approved by somebody else and applied, with people, and revoked without a trace', async () => {
    const { rolls } = bench;
    const [a, b, sub] = [
      await bench.unit('Chi bộ A', units().ward),
      await bench.unit('Chi bộ B', units().ward),
      await bench.unit('Tổ A1', units().office, 'group'),
    ];
    await bench
      .client()
      .post(`/v1/units/${sub}/move`, { parentId: a, from: '2000-01-01', reason: 'x' }, { ifMatch: 1 });
    const member = await rolls.member({
      unit: (await bench.client().get<{ code: string }>(`/v1/units/${a}`)).body.code,
    });
    const office = { memberId: member, unitId: a, office: 'secretary', from: '2020-01-01' };
    await bench.client(WARD_CLERK).post('/v1/offices', office);
    await bench.client().post('/v1/roles', { person: 'demo-clerk-a', role: 'clerk', unitId: a, from: '2020-01-01' });
    const before = await bench.state();

    const fuse = { verb: 'fuse', from: [a, b], to: bench.founded('Chi bộ N', units().ward), offices: 'move' };
    const drafted = await bench.draft([fuse]);
    expect(drafted).toMatchObject({ status: 201, body: { state: 'draft', version: 1, steps: 1, progress: null } });
    const { id } = drafted.body;
    const found = await bench.found(id);
    expect(found).toMatchObject({
      state: 'checking',
      check: 1,
      found: { changes: 4, faultCount: 0 },
      impact: {
        registry: { units: 4, founded: 1, ended: 2, members: 1, offices: 1, roles: 1, people: 1 },
        meetings: null,
      },
    });
    const shown = (
      await bench.client().get<{ items: { id: string; before: unknown; after: unknown }[] }>(`/v1/acts/${id}/units`)
    ).body.items;
    expect(shown).toHaveLength(4);
    await bench.answer(id, ['meetings', 'inspection']);
    await eventually(async () => {
      const { meetings, inspection } = (await bench.read(id)).impact;
      return meetings && inspection;
    });
    expect(await bench.read(id)).toMatchObject({ state: 'checking', impact: { meetings: { 'things-open': 2 } } });
    const early = await bench.post(id, 'approve', 2, {}, SECOND);
    expect([early.status, early.body.code]).toEqual([409, 'act-state']);
    await bench.answer(id, ['reports']);
    await bench.until(id, 'checked');
    const own = await bench.post(id, 'approve', 2, {}, FIRST);
    expect([own.status, own.body.code]).toEqual([403, 'own-act']);
    expect((await bench.post(id, 'approve', 2, {}, SECOND)).body).toMatchObject({ approvedBy: SECOND });
    const applied = await bench.until(id, 'applied');
    expect(applied).toMatchObject({ inForce: true, progress: { step: 4, of: 4 } });
    expect(applied.receipt).not.toBeNull();

    // What was shown is what happened.
    const head = await rolls.db.collection('tree_head').findOne({});
    const versions = await rolls.db.collection('unit_versions').find({ byAct: id }).sort({ treeRevision: 1 }).toArray();
    expect(versions.map(({ record }) => record)).toEqual(shown.map(({ after }) => after));
    expect(versions.map(({ treeRevision }) => treeRevision)).toEqual(
      [3, 2, 1, 0].map((back) => (head?.['revision'] as number) - back),
    );
    expect(versions[0]).toMatchObject({ act: 'reorganised', actor: SECOND, decision: '31-QĐ/TU', reason: 'Sắp xếp' });
    const n = shown.find((one) => one.before === null)?.id as string;
    const { record } =
      (await rolls.db.collection<{ _id: string; record: object }>('members').findOne({ _id: member })) ?? {};
    expect(record).toMatchObject({
      stretches: [
        { unitId: a, to: DAY },
        { unitId: n, from: DAY, to: null },
      ],
      movements: [{ kind: 'registered' }],
      withUnits: [{ fromUnitId: a, toUnitId: n, date: DAY, actId: id }],
    });
    const offices = await rolls.db.collection('offices').find({ memberId: member }).sort({ from: 1 }).toArray();
    expect(offices).toMatchObject([
      { unitId: a, to: DAY },
      { unitId: n, from: DAY, to: null },
    ]);
    const roles = await rolls.db.collection('grants').find({ person: 'demo-clerk-a' }).sort({ from: 1 }).toArray();
    expect(roles).toMatchObject([
      { unitId: a, to: DAY },
      { unitId: n, from: DAY, to: null },
    ]);

    // The member lives on at the new roll, and his acts of before stand.
    const exempt = await bench
      .client(WARD_CLERK)
      .post(`/v1/members/${member}/acts`, { kind: 'exempted', on: '2026-01-01' }, { ifMatch: 2 });
    expect(exempt).toMatchObject({
      status: 200,
      body: { stretches: [{}, { unitId: n }, { unitId: n, exempt: true }] },
    });
    const by = (exempt.body as { actId: string }).actId;
    await bench.client(WARD_CLERK).post(`/v1/members/${member}/acts/${by}/void`, { reason: 'x' }, { ifMatch: 3 });
    const kept = await rolls.db
      .collection<{ _id: string; acts: { id: string; kind: string }[] }>('members')
      .findOne({ _id: member });
    const moved = kept?.acts.find(({ kind }) => kind === 'moved-with-unit')?.id;
    const taken = await bench
      .client(WARD_CLERK)
      .post<{ code: string }>(`/v1/members/${member}/acts/${moved}/void`, { reason: 'x' }, { ifMatch: 4 });
    expect([taken.status, taken.body.code]).toEqual([409, 'act-of-reorganisation']);

    const revocation = await bench.revoked(id);
    expect(revocation).toMatchObject({
      revokes: id,
      impact: { registry: { units: 4, members: 1, offices: 2, roles: 2 } },
    });
    expect(await bench.read(id)).toMatchObject({ state: 'revoked', revokedBy: revocation.id });
    expect(await bench.state()).toEqual(before);
    const again = await bench.post(id, 'revoke', undefined, { decision: '1', reason: 'x' });
    expect([again.status, again.body.code]).toEqual([409, 'act-state']);
    const back = await bench.post(revocation.id, 'revoke', undefined, { decision: '1', reason: 'x' });
    expect([back.status, back.body.code]).toEqual([409, 'revocation-of-revocation']);
  }, 60_000);

  it('is refused when something that it touches changed since the check, and a new check has a new number', async () => {
    const [a, b] = [await bench.unit('Chi bộ C', units().ward), await bench.unit('Chi bộ D', units().ward)];
    const { body } = await bench.draft([{ verb: 'merge', unitId: a, into: b }]);
    const { version } = await bench.checked(body.id);
    await bench
      .client()
      .post(`/v1/units/${a}/rename`, { name: 'Khác', from: '2024-01-01', reason: 'x' }, { ifMatch: 1 });
    const late = await bench.post(body.id, 'approve', version, {}, SECOND);
    expect([late.status, late.body.code]).toEqual([409, 'changed-since-check']);
    const again = await bench.post(body.id, 'check', version);
    expect(again.body).toMatchObject({ state: 'checking', check: 2 });
    await bench.found(body.id);
    // An answer to the first check says nothing of the second.
    await bench.answer(body.id, ['meetings', 'inspection', 'reports'], 1);
    await bench.answer(body.id, ['meetings', 'inspection']);
    await eventually(async () => (await bench.read(body.id)).impact.inspection);
    expect((await bench.read(body.id)).state).toBe('checking');
    await bench.answer(body.id, ['reports']);
    const checked = await bench.until(body.id, 'checked');
    expect((await bench.post(body.id, 'approve', checked.version, {}, SECOND)).status).toBe(200);
    await bench.until(body.id, 'applied');
    const revoke = await bench.post(body.id, 'revoke', undefined, { decision: '2', reason: 'x' });
    await bench
      .client()
      .post(`/v1/units/${a}/rename`, { name: 'Nữa', from: '2024-02-01', reason: 'x' }, { ifMatch: 3 });
    const found = await bench.found(revoke.body.id);
    expect(found.found?.faults.map(({ code }) => code)).toEqual(['changed-since-act']);
  }, 60_000);

  it('of hundreds of steps goes on where it stood when its process ended, and meanwhile nobody else changes the tree', async () => {
    const worker = bench.rolls.registry.app.get(ActWorker);
    const steps = Array.from({ length: 450 }, (_, n) => ({
      verb: 'found',
      ...bench.founded(`Tổ ${n}`, units().branch, { level: 'group', kind: 'group' }),
    }));
    const { body } = await bench.draft(steps, { effective: '2031-01-01' });
    const { version } = await bench.checked(body.id);
    await worker.stop();
    expect((await bench.post(body.id, 'approve', version, {}, SECOND)).status).toBe(200);
    // One part by hand, as by a process that dies after it.
    const acts = bench.rolls.db.collection<{ _id: string }>('acts');
    await acts.updateOne(
      { _id: body.id },
      { $set: { claim: { owner: 'dead', until: new Date(Date.now() + 60_000) } } },
    );
    expect(await worker.turn()).toBe(false);
    await acts.updateOne({ _id: body.id }, { $set: { 'claim.until': new Date(0) } });
    const part = worker.part();
    expect(await part).toBe(true);
    expect(await bench.read(body.id)).toMatchObject({ state: 'applying', progress: { step: 200, of: 450 } });
    const blocked = await bench.client().call('POST', '/v1/units', {
      body: {
        code: 'X-1',
        name: 'X',
        level: 'branch',
        kind: 'residential-branch',
        parentId: units().ward,
        from: '2000-01-01',
      },
    });
    expect([blocked.status, blocked.headers.get('retry-after')]).toEqual([409, '5']);
    expect(blocked.body).toMatchObject({ code: 'act-being-applied' });
    worker.start();
    const applied = await bench.until(body.id, 'applied');
    expect(applied).toMatchObject({ inForce: false, progress: { step: 450, of: 450 } });
    const told = await bench.rolls.db
      .collection('outbox')
      .find({ type: 'registry.unit-changed.v1' })
      .sort({ version: -1 })
      .limit(450)
      .toArray();
    const numbers = told.map(
      (entry) =>
        (JSON.parse((entry['value'] as { toString(): string }).toString()) as { data: { act: { step: number } } }).data
          .act.step,
    );
    expect(numbers).toEqual(Array.from({ length: 450 }, (_, at) => 450 - at));
    expect(
      (
        await bench.client().post('/v1/units', {
          code: 'X-1',
          name: 'X',
          level: 'branch',
          kind: 'residential-branch',
          parentId: units().ward,
          from: '2000-01-01',
        })
      ).status,
    ).toBe(201);
  }, 90_000);
});

describe('drafts', () => {
  it('are edited, extended, listed and discarded, with every version kept', async () => {
    const { body } = await bench.draft([], { effective: '2030-01-01' });
    const { id } = body;
    const empty = await bench.post(id, 'check', 1);
    expect([empty.status, empty.body.code]).toEqual([422, 'act-without-steps']);
    const edit = { decision: '32-QĐ/TU', effective: '2030-02-01', reason: 'Sửa ngày' };
    expect((await bench.client().put(`/v1/acts/${id}`, edit)).status).toBe(428);
    expect((await bench.client(SECOND).put(`/v1/acts/${id}`, edit, { ifMatch: 1 })).body).toMatchObject({
      version: 2,
      editedBy: SECOND,
    });
    const rename = { verb: 'rename', unitId: units().other, name: 'Tên mới' };
    expect((await bench.post(id, 'steps', 2, { steps: [rename] })).body).toMatchObject({ steps: 1, version: 3 });
    expect((await bench.post(id, 'steps', 3, { steps: [rename, rename] })).body).toMatchObject({ steps: 3 });
    expect((await bench.post(id, 'steps', 4, { steps: [rename], replace: true })).body).toMatchObject({ steps: 1 });
    const wrong = await bench.post(id, 'steps', 5, {
      steps: [{ verb: 'merge', unitId: 'x' }, { verb: 'restore' }, 1].slice(0, 2),
    });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-request']);
    expect(wrong.body.errors.map(({ path }) => path)).toContain('steps.0.unitId');
    const steps = await bench.client().get<{ items: { number: number; step: object }[] }>(`/v1/acts/${id}/steps`);
    expect(steps.body.items).toEqual([{ number: 0, step: rename }]);
    expect((await bench.client().get<{ items: unknown[] }>(`/v1/acts/${id}/units`)).body.items).toEqual([]);
    const first = await bench
      .client()
      .get<{ items: { id: string }[]; next: string }>('/v1/acts?from=2030-01-01&limit=1');
    const second = await bench
      .client()
      .get<{ items: { id: string }[] }>(`/v1/acts?from=2030-01-01&limit=1&cursor=${first.body.next}`);
    expect([first, second].map((page) => page.body.items.map((one) => one.id)).flat()).toContain(id);
    expect((await bench.client().get<{ code: string }>('/v1/acts?cursor=x')).body.code).toBe('invalid-cursor');
    const discarded = await bench.post(id, 'discard', 5, { reason: 'Không làm nữa' });
    expect(discarded.body).toMatchObject({ state: 'discarded' });
    expect((await bench.post(id, 'check', 6)).body.code).toBe('act-state');
    const versions = await bench.client().get<{ items: { did: string; actor: string }[] }>(`/v1/acts/${id}/versions`);
    expect(versions.body.items.map(({ did }) => did)).toEqual([
      'drafted',
      'edited',
      'steps-entered',
      'steps-entered',
      'steps-entered',
      'discarded',
    ]);
    const listed = await bench.client().get<{ items: { id: string }[] }>('/v1/acts?state=discarded');
    expect(listed.body.items.map((one) => one.id)).toContain(id);
    expect((await bench.draft([], { id })).body.code).toBe('reorganisation-exists');
    expect((await bench.draft([], { effective: '2100-01-01' })).body.code).toBe('date-out-of-range');
    expect((await bench.client().get<{ code: string }>(`/v1/acts/${units().ward}`)).body.code).toBe(
      'no-such-reorganisation',
    );
  }, 60_000);

  it('are for those who administer every unit that they name', async () => {
    expect(
      (await bench.client(STRANGER).post<{ code: string }>('/v1/acts', { decision: '1', effective: DAY, reason: 'x' }))
        .body.code,
    ).toBe('outside-subtree');
    expect((await bench.client(STRANGER).get<{ items: unknown[] }>('/v1/acts')).body.items).toEqual([]);
    const grant = {
      person: 'demo-administrator-ward',
      role: 'administrator',
      unitId: units().ward,
      from: '2020-01-01',
    };
    await bench.client().post('/v1/roles', grant);
    const { body } = await bench.draft([{ verb: 'hand-over', unitId: units().foreign, parentId: units().ward }]);
    const outside = await bench.post(body.id, 'check', 1, {}, 'demo-administrator-ward');
    expect([outside.status, outside.body.code]).toEqual([403, 'outside-subtree']);
    const path = `/v1/acts/${body.id}`;
    // Part of it is theirs: they may read it. Who has no part in it may not, whatever they administer.
    expect((await bench.client('demo-administrator-ward').get(path)).status).toBe(200);
    await bench.client().post('/v1/roles', { ...grant, person: 'demo-administrator-office', unitId: units().office });
    expect((await bench.client('demo-administrator-office').get<{ code: string }>(path)).body.code).toBe(
      'outside-subtree',
    );
  });
});

describe('a check finds', () => {
  it('members, offices and roles without a place', async () => {
    const { rolls } = bench;
    const a = await bench.unit('Chi bộ E', units().ward);
    const b = await bench.unit('Chi bộ F', units().ward);
    const ward = await bench.unit('Phường G', units().centre, 'commune');
    const { code } = (await bench.client().get<{ code: string }>(`/v1/units/${a}`)).body;
    const [one, two] = [await rolls.member({ unit: code }), await rolls.member({ unit: code })];
    for (const unitId of [a, b])
      await bench
        .client(WARD_CLERK)
        .post('/v1/offices', { memberId: one, unitId, office: 'secretary', from: '2020-01-01' });
    await bench.client().post('/v1/roles', { person: 'demo-clerk-e', role: 'clerk', unitId: a, from: '2020-01-01' });
    expect((await bench.codes([{ verb: 'dissolve', unitId: a, roles: 'move' }])).sort()).toEqual(
      ['members-without-place', 'office-holder-in-closed-unit', 'role-without-place'].sort(),
    );
    expect(await bench.codes([{ verb: 'dissolve', unitId: a, offices: 'move' }])).toContain('office-without-place');
    expect(await bench.codes([{ verb: 'merge', unitId: a, into: b, offices: 'move' }])).toEqual(['office-taken']);
    expect(await bench.codes([{ verb: 'merge', unitId: a, into: ward, offices: 'end' }])).toEqual([
      'unit-holds-no-roll',
    ]);
    expect(await bench.codes([{ verb: 'change-level', unitId: a, level: 'commune' }])).toEqual([
      'members-without-place',
    ]);
    const part = { founded: bench.founded('Chi bộ H', units().ward), members: [one] };
    const split = { verb: 'split', unitId: a, keeps: false, history: 'stays', offices: 'end', parts: [part] };
    expect(await bench.codes([split])).toEqual(['members-without-place']);
    const stranger = { ...split, parts: [{ ...part, members: [one, two, units().ward] }] };
    expect(await bench.codes([stranger])).toEqual(['member-not-on-roll']);
    expect(await bench.codes([{ verb: 'merge', unitId: a, into: randomUUID() }])).toContain('no-such-unit');
    const { body } = await bench.draft([{ verb: 'dissolve', unitId: a }]);
    await bench.found(body.id);
    const faulty = await bench.post(body.id, 'approve', 2, {}, SECOND);
    expect([faulty.status, faulty.body.code]).toEqual([409, 'act-has-faults']);
    // Split for good: each member to his place, one of them stays.
    const before = await bench.state();
    const keeps = { ...split, keeps: true, parts: [part], rest: a };
    const applied = await bench.applied([keeps]);
    const homes = await rolls.db
      .collection<{ _id: string; record: { stretches: { unitId: string }[] } }>('members')
      .find({ _id: { $in: [one, two] } })
      .toArray();
    expect(homes.map(({ _id, record }) => [_id === one, record.stretches.at(-1)?.unitId === a])).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    );
    // Who came to the founded unit since stands in the way of a revocation.
    const founded = homes.find(({ _id }) => _id === one)?.record.stretches.at(-1)?.unitId as string;
    await bench.client().post('/v1/roles', {
      person: 'demo-clerk-h',
      role: 'clerk',
      unitId: founded,
      from: '2026-01-01',
    });
    const undo = await bench.post(applied.id, 'revoke', undefined, { decision: '3', reason: 'x' });
    expect((await bench.found(undo.body.id)).found?.faults.map(({ code: fault }) => fault)).toEqual([
      'role-in-closed-unit',
    ]);
    await bench.post(undo.body.id, 'discard', 2, { reason: 'x' });
    const roles = await bench
      .client()
      .get<{ items: { id: string; grantId: string; version: number }[] }>(`/v1/roles?unit=${founded}`);
    const role = roles.body.items[0] as { id: string; version: number };
    await bench.client().post(`/v1/roles/${role.id}/void`, { reason: 'x' }, { ifMatch: role.version });
    await bench.revoked(applied.id);
    expect(await bench.state()).toEqual(before);
  }, 90_000);
});
