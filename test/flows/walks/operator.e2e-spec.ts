import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { eventually, HttpClient, issuerToken, sheetOf, startSystem, type Reply, type System } from '#testing';
import { heldBecomes, logMeeting, plantSmallTree, type SmallTree } from '../support/small-tree.js';

type Unit = { id: string; code: string; name: string };
type Missing = {
  missing: number;
  completeness: { branchesAlive: number; branchesWithRegularMeeting: number };
  items: { unit: Unit; parents: Unit[] }[];
};
type Rollup = {
  figures: { measure: string; value: number }[];
  rows: { type: string; unit: Unit; figures: { value: number }[] }[];
};
type Lineage = { figure: { value: number }; items: { factId: string; unitId: string; date: string }[] };
type Line = Record<string, string>;

const OPERATOR = 'demo-operator-centre';
const MONTH = 'period=2026-07';
const BRANCHES = ['Chi bộ Khu phố 1', 'Chi bộ Khu phố 2', '+Chi bộ Khu phố 3'];

/** What an operator does on a morning: who misses the month, what is behind a figure, and the tables that are passed on. */
describe('the walk of an operator', () => {
  let system: System;
  let tree: SmallTree;
  const branches: string[] = [];
  let met: string;

  const read = async <B>(service: 'reports' | 'meetings', path: string): Promise<B> => {
    const { status, body } = await system.client(service, OPERATOR).read<B>(path);
    expect({ path, status, body }).toMatchObject({ status: 200 });
    return body;
  };
  const file = async (path: string): Promise<Buffer> => {
    const { status, body } = await system.client('reports', OPERATOR).file(path, { 'accept-language': 'vi' });
    expect({ path, status }).toEqual({ path, status: 200 });
    return body;
  };
  const must = ({ status, body }: Reply): void => expect({ status, body }).toMatchObject({ status: 201 });

  beforeAll(async () => {
    // Two processes of reports: what is added to one holds in the other.
    system = await startSystem({ reportWorkers: 2 });
    tree = await plantSmallTree(system);
    const registry = system.client('registry');
    for (const [at, name] of BRANCHES.entries()) {
      const id = randomUUID();
      const unit = { id, code: `B-${at + 1}`, name, kind: 'residential-branch', level: 'branch', parentId: tree.ward };
      must(await registry.post('/v1/units', { ...unit, from: '2020-01-01' }));
      branches.push(id);
    }
    must(
      await registry.post('/v1/roles', {
        person: OPERATOR,
        role: 'operator',
        unitId: tree.centre,
        from: '2020-01-01',
      }),
    );
    await logMeeting(system, tree.branch, '2026-07-03');
    met = (await logMeeting(system, branches[0]!, '2026-07-04')).body.id;
    await heldBecomes(system, tree.centre, '2026-07', 2);
    for (const service of ['reports', 'meetings'] as const)
      await eventually(
        async () =>
          (
            await system
              .client(service, OPERATOR)
              .get(service === 'reports' ? `/v1/units/${branches[2]}/missing?${MONTH}` : `/v1/meetings/${met}`)
          ).status === 200,
        { timeoutMs: 60_000 },
      );
  }, 180_000);
  afterAll(() => system?.stop(), 60_000);

  it('finds which branches miss the month: what is expected less what has met', async () => {
    const { missing, completeness, items } = await read<Missing>(
      'reports',
      `/v1/units/${tree.province}/missing?${MONTH}`,
    );
    expect(completeness).toMatchObject({ branchesAlive: 4, branchesWithRegularMeeting: 2 });
    expect(missing).toBe(2);
    expect(items.map(({ unit, parents }) => [unit.name, parents.map(({ id }) => id)])).toEqual([
      [BRANCHES[1], [tree.ward, tree.province]],
      [BRANCHES[2], [tree.ward, tree.province]],
    ]);
  });

  it('opens a figure down to one meeting', async () => {
    const top = await read<Rollup>(
      'reports',
      `/v1/units/${tree.centre}/rollup?${MONTH}&by=child&measures=meetings.held`,
    );
    const province = top.rows.find(({ figures }) => figures[0]?.value === 2);
    expect(province?.unit.id).toBe(tree.province);
    const ward = await read<Rollup>(
      'reports',
      `/v1/units/${tree.ward}/rollup?${MONTH}&by=child&measures=meetings.held`,
    );
    const branch = ward.rows.find(({ unit, figures }) => unit.name === BRANCHES[0] && figures[0]?.value === 1);
    const behind = await read<Lineage>(
      'reports',
      `/v1/units/${branch?.unit.id}/lineage?${MONTH}&measure=meetings.held`,
    );
    expect(behind).toMatchObject({ figure: { value: 1 }, items: [{ factId: met, date: '2026-07-04' }] });
    const meeting = await read<{ id: string; unitId: string; state: string }>(
      'meetings',
      `/v1/meetings/${behind.items[0]?.factId}`,
    );
    expect(meeting).toMatchObject({ id: met, unitId: branches[0], state: 'closed' });
  });

  it('passes both on as CSV and XLSX', async () => {
    const list = `/v1/units/${tree.province}/missing?${MONTH}`;
    const lines = parse(await file(`${list}&format=csv`), { bom: true, columns: true }) as Line[];
    expect(lines.map((line) => line['Tên đơn vị'])).toEqual([BRANCHES[1], `'${BRANCHES[2]}`]);
    expect(lines[0]).toMatchObject({ Kỳ: '2026-07', 'Số chi bộ trong kỳ': '4', 'Số chi bộ chưa sinh hoạt': '2' });
    const sheet = sheetOf(await file(`${list}&format=xlsx`));
    expect(sheet.slice(-2).map((row) => row[1]?.value)).toEqual([BRANCHES[1], BRANCHES[2]]);

    const figures = `/v1/units/${tree.ward}/rollup?${MONTH}&by=child&measures=meetings.held`;
    const told = parse(await file(`${figures}&format=csv`), { bom: true, columns: true }) as Line[];
    const held = (line: Line | undefined) => Number(line?.['Số cuộc họp đã họp (meeting)']);
    expect(held(told.at(-1))).toBe(2);
    expect(told.slice(0, -1).reduce((sum, line) => sum + held(line), 0)).toBe(2);
    const rows = sheetOf(await file(`${figures}&format=xlsx`));
    const about = new Map(rows.map(([heading, value]) => [heading?.value, value?.value]));
    expect(about.get('Số chi bộ đã sinh hoạt thường kỳ')).toBe(2);
    const head = rows.findIndex((row) => row[0]?.value === 'Dòng');
    const column = rows[head]?.findIndex(({ value }) => value === 'Số cuộc họp đã họp (meeting)') ?? -1;
    expect(rows[head]?.every(({ bold }) => bold)).toBe(true);
    expect(rows.at(-1)?.[column]?.value).toBe(2);
  });

  it('asks by a calendar that was just added, also of the other process', async () => {
    const workers = system.all('reports').map(
      ({ url }) =>
        new HttpClient(
          () => url,
          () => issuerToken('demo-administrator', system.issuer.url),
        ),
    );
    const calendar = {
      code: 'dot-cao-diem',
      labels: { vi: 'Đợt cao điểm', en: 'Campaign' },
      source: 'Kế hoạch 1',
      periods: [{ id: 'dot-1', kind: 'stage', from: '2026-07-04', through: '2026-07-31' }],
    };
    must(await workers[0]!.post('/v1/calendars', calendar));
    for (const worker of workers)
      expect(
        (
          await worker.get<Rollup>(
            `/v1/units/${tree.centre}/rollup?period=dot-1&calendar=dot-cao-diem&measures=meetings.held`,
          )
        ).body,
      ).toMatchObject({ period: { from: '2026-07-04', to: '2026-08-01' }, figures: [{ value: 1 }] });
  });
});
