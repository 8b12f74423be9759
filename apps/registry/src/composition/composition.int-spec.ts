import type { CompositionChangedV1 } from '#contracts';
import type { mongo } from 'mongoose';
import { csvOf, Rolls, WARD_CLERK } from '../rolls.harness.js';

type Entry = { _id: mongo.ObjectId; type: string; topic: string; factId: string; version: number; value: mongo.Binary };

let rolls: Rolls;
beforeAll(async () => {
  rolls = await Rolls.open();
}, 90_000);
afterAll(() => rolls.close());

const published = async (unitId: string): Promise<CompositionChangedV1[]> => {
  const entries = await rolls.db
    .collection<Entry>('outbox')
    .find({ type: 'registry.composition-changed.v1', factId: `composition/${unitId}` })
    .sort({ version: 1 })
    .toArray();
  return entries.map(({ value }) => (JSON.parse(value.toString('utf8')) as { data: CompositionChangedV1 }).data);
};
const levelOn = ({ changes }: CompositionChangedV1, date: string): Record<string, number> => {
  const level: Record<string, number> = {};
  for (const change of changes)
    if (change.date <= date)
      for (const [part, count] of Object.entries(change.counts)) level[part] = (level[part] ?? 0) + count;
  return level;
};
const last = async (unitId: string): Promise<CompositionChangedV1> => {
  const all = await published(unitId);
  return all.at(-1) as CompositionChangedV1;
};
const clerk = () => rolls.registry.client(WARD_CLERK);

describe('the composition of a roll', () => {
  it('is published with the members, one version for a whole file, and again as they change', async () => {
    const { office } = rolls.units;
    const unit = rolls.codes.office;
    const file = csvOf([
      rolls.row({ unit }),
      rolls.row({ unit, sex: 'nam', ethnicity: 'Tày', birthDate: '1960-02-03' }),
      rolls.row({ unit, religion: 'Công giáo', on: '2021-06-01' }),
    ]);
    const entered = await rolls.send(file);
    expect(entered).toMatchObject({ status: 200, body: { accepted: 3 } });
    const [first, ...more] = await published(office);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ unitId: office, version: 1 });
    expect(levelOn(first!, '2020-12-31')).toEqual({
      women: 1, men: 1, majority: 1, minority: 1, notReligious: 2, ageTo30: 1, age51To60: 1,
    }); // prettier-ignore
    expect(levelOn(first!, '2021-06-01')).toMatchObject({
      women: 2,
      religious: 1,
      ageTo30: 0,
      age31To40: 2,
      ageOver60: 1,
    });

    const [woman] = entered.body.results;
    const died = { kind: 'died', on: '2022-03-04', reason: 'Từ trần' };
    expect((await clerk().post(`/v1/members/${woman?.id}/acts`, died, { ifMatch: 1 })).status).toBe(200);
    const second = await last(office);
    expect(second.version).toBe(2);
    expect(levelOn(second, '2022-03-03')).toMatchObject({ women: 2 });
    expect(levelOn(second, '2022-03-04')).toMatchObject({ women: 1 });
  });

  it('follows a correction of the person', async () => {
    const { other } = rolls.units;
    const id = await rolls.member({ unit: rolls.codes.other });
    const before = await last(other);
    const { body } = await clerk().get<{ person: object }>(`/v1/members/${id}`);
    const change = { person: { ...body.person, ethnicity: 'Mường' }, reason: 'Nhập nhầm' };
    const changed = await clerk().put(`/v1/members/${id}/person`, change, { ifMatch: 1 });
    expect(changed.status).toBe(200);
    const after = await last(other);
    expect(after.version).toBe(before.version + 1);
    expect(levelOn(after, '2020-01-01')).toMatchObject({ minority: 1 });
    const voided = await clerk().post(`/v1/members/${id}/void`, { reason: 'Nhập nhầm' }, { ifMatch: 2 });
    expect(voided.status).toBe(200);
    expect((await last(other)).changes).toEqual([]);
  });

  it('is not published when nothing in it changed', async () => {
    const { branch } = rolls.units;
    const id = await rolls.member();
    const { version } = await last(branch);
    const exempted = { kind: 'exempted', on: '2023-01-01', reason: 'Tuổi cao' };
    expect((await clerk().post(`/v1/members/${id}/acts`, exempted, { ifMatch: 1 })).status).toBe(200);
    expect((await last(branch)).version).toBe(version);
  });

  it('loses nobody when two are entered at once', async () => {
    const { branch } = rolls.units;
    const before = levelOn(await last(branch), '2020-01-01')['women'] ?? 0;
    await Promise.all(Array.from({ length: 6 }, () => rolls.member()));
    expect(levelOn(await last(branch), '2020-01-01')['women']).toBe(before + 6);
  });

  it('alone carries what people are like: the topic of members says nothing of it', async () => {
    const entries = await rolls.db.collection<Entry>('outbox').find({ topic: 'registry.members' }).toArray();
    expect(entries.length).toBeGreaterThan(5);
    for (const { value } of entries)
      expect(value.toString('utf8')).not.toMatch(/women|minority|religio|ethnic|birth|sex|Kinh|Tày|Công giáo|Trần/i);
    const counts = await rolls.db.collection<Entry>('outbox').find({ topic: 'registry.composition' }).toArray();
    for (const { value } of counts)
      expect(value.toString('utf8')).not.toMatch(/memberId|Kinh|Tày|Công giáo|Trần|1990-05/i);
  });
});
