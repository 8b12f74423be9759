import { randomUUID } from 'node:crypto';
import { eventually, startSystem, type HttpClient, type Reply, type System } from '#testing';
import { workedOut, type Told } from '../oracles/attacker.js';

const PERIOD = '2026-Q3';
const OPERATOR = 'demo-operator-centre';
const SECRETARY = 'demo-secretary-vinh-niem';

const GROUPS = {
  sex: ['members.women', 'members.men'],
  ethnicity: ['members.ethnic-minority', 'members.ethnic-majority'],
  religion: ['members.religious', 'members.not-religious'],
  age: ['members.age-to-30', 'members.age-31-40', 'members.age-41-50', 'members.age-51-60', 'members.age-over-60'],
} as const;
const SHARES = {
  sex: 'members.women-share',
  ethnicity: 'members.ethnic-minority-share',
  religion: 'members.religious-share',
} as const;
type Group = keyof typeof GROUPS;
const CODES = ['members.total', ...Object.values(GROUPS).flat(), ...Object.values(SHARES)];

/** A roll: how many there are, of whom women, of a minority, religious; of all ages in turn, or young only. */
type Roll = {
  code: string;
  above: string;
  members: number;
  women: number;
  minority: number;
  religious: number;
  young?: true;
};
const UNITS = [
  ['T', null, 'centre', 'centre'],
  ['P1', 'T', 'province', 'province'],
  ['P2', 'T', 'province', 'province'],
  ['W1', 'P1', 'ward', 'commune'],
  ['W2', 'P1', 'ward', 'commune'],
  ['W3', 'P2', 'ward', 'commune'],
] as const;
/** Awkward: one woman short of what may be told, units whose only withheld child would be the rest, a group of one. */
const ROLLS: Roll[] = [
  { code: 'B1', above: 'W1', members: 24, women: 4, minority: 0, religious: 0 },
  { code: 'B2', above: 'W1', members: 30, women: 15, minority: 0, religious: 0 },
  { code: 'B3', above: 'W1', members: 12, women: 6, minority: 1, religious: 0, young: true },
  { code: 'B4', above: 'W2', members: 40, women: 20, minority: 20, religious: 0 },
  { code: 'B5', above: 'W2', members: 25, women: 10, minority: 1, religious: 0 },
  { code: 'B6', above: 'W3', members: 60, women: 30, minority: 10, religious: 3 },
  { code: 'B7', above: 'W3', members: 50, women: 25, minority: 10, religious: 0 },
];
const YEARS = [2000, 1991, 1981, 1971, 1955];

const personOf = ({ code, women, minority, religious, young }: Roll, at: number): string =>
  [
    code,
    `Đảng viên ${code} ${at}`,
    at < women ? 'nữ' : 'nam',
    `${young ? 2000 : YEARS[at % YEARS.length]}-05-19`,
    at % 7 < 3 && at < minority * 3 && minority > 5 ? 'Tày' : at < minority && minority <= 5 ? 'Tày' : 'Kinh',
    at < religious ? 'Công giáo' : 'không',
    '2020-01-01',
    'chính thức',
    '2018-06-01',
    '2018-06-01',
    '2019-06-01',
  ].join(',');
const HEADINGS = 'unit,name,sex,birthDate,ethnicity,religion,on,standing,decisionDate,ceremonyDate,officialDate';

type Figure = { measure: string; value: number | null; numerator?: number; suppressed?: true };
type Row = { type: string; unit?: { id: string }; figures: Figure[] };
type Rollup = { figures: Figure[]; rows?: Row[]; next?: string | null };

const must = (reply: Reply): void => {
  if (reply.status > 201) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
};

describe('an operator who has all rollups of a period', () => {
  let system: System;
  const ids = new Map<string, string>();
  const parents = new Map<string, string | null>();
  const idOf = (code: string): string => ids.get(code) ?? '';

  beforeAll(async () => {
    system = await startSystem();
    const registry = system.client('registry');
    const branches = ROLLS.map(({ code, above }) => [code, above, 'residential-branch', 'branch'] as const);
    for (const [code, above, kind, level] of [...UNITS, ...branches]) {
      const [id, parentId] = [randomUUID(), above === null ? null : idOf(above)];
      const unit = { id, code, name: `Đơn vị ${code}`, kind, level, parentId, from: '2015-01-01' };
      must(await registry.post('/v1/units', unit));
      ids.set(code, id);
      parents.set(id, parentId);
    }
    for (const [person, role] of [
      [OPERATOR, 'operator'],
      [SECRETARY, 'secretary'],
    ]) {
      must(await registry.post('/v1/roles', { person, role, unitId: idOf('T'), from: '2020-01-01' }));
    }
    const rows = ROLLS.flatMap((roll) => Array.from({ length: roll.members }, (_, at) => personOf(roll, at)));
    const body = [HEADINGS, ...rows].join('\r\n');
    const path = `/v1/members/bulk?unit=${idOf('T')}`;
    const taken = await registry.decide('POST', path, { body, textType: 'text/csv' });
    must(taken);
    const secretary = system.client('reports', SECRETARY);
    await eventually(
      async () => {
        const { figures } = await rollup(secretary, idOf('T'), '');
        await rollup(system.client('reports', OPERATOR), idOf('T'), '');
        return [['members.total'], ...Object.values(GROUPS)].every((codes) => sumOf(figures, codes) === rows.length);
      },
      { timeoutMs: 90_000 },
    );
  }, 240_000);
  afterAll(() => system?.stop(), 60_000);

  async function rollup(client: HttpClient, unitId: string, by: string): Promise<Rollup> {
    const path = `/v1/units/${unitId}/rollup?period=${PERIOD}&measures=${CODES.join()}&limit=500${by}`;
    const reply = await client.get<Rollup>(path);
    if (reply.status !== 200) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
    if (reply.body.next) throw new Error('more rows than on one page');
    return reply.body;
  }
  const valueOf = (figures: readonly Figure[], code: string): number | null =>
    figures.find(({ measure }) => measure === code)?.value ?? null;
  const sumOf = (figures: readonly Figure[], codes: readonly string[]): number =>
    codes.reduce((sum, code) => sum + (valueOf(figures, code) ?? NaN), 0);

  /** Everything that is said of a unit, or of its own roll (`own`), in any answer: one and the same in all. */
  async function gather(client: HttpClient): Promise<Map<string, Figure[]>> {
    const said = new Map<string, Figure[]>();
    const note = (name: string, figures: Figure[]): void => {
      if (said.has(name)) expect({ name, figures }).toEqual({ name, figures: said.get(name) });
      said.set(name, figures);
    };
    for (const id of ids.values())
      for (const by of ['', '&by=child', '&by=level&level=branch', '&by=level&level=commune']) {
        const { figures, rows = [] } = await rollup(client, id, by);
        note(id, figures);
        for (const row of rows)
          if (row.type === 'unit') note(row.unit?.id ?? '', row.figures);
          else if (row.type === 'own') note(`${id}/own`, row.figures);
      }
    return said;
  }

  function toldOf(said: ReadonlyMap<string, Figure[]>, group: Group): Told[] {
    const partsOf = (figures: Figure[]): number[] | null => {
      const parts = GROUPS[group].map((code) => valueOf(figures, code));
      const shown = parts.filter((part) => part !== null);
      // A group is told whole or not at all: two parts would give away a third.
      expect([0, parts.length]).toContain(shown.length);
      return shown.length === 0 ? null : shown;
    };
    return [...ids.values()].map((id) => {
      const [all, own] = [said.get(id) ?? [], said.get(`${id}/own`) ?? []];
      return {
        id,
        parent: parents.get(id) ?? null,
        count: valueOf(all, 'members.total') ?? NaN,
        parts: partsOf(all),
        ownCount: valueOf(own, 'members.total') ?? NaN,
        ownParts: partsOf(own),
      };
    });
  }

  it.each(Object.keys(GROUPS) as Group[])(
    'cannot work out a withheld count of %s',
    async (group) => {
      const told = toldOf(await gather(system.client('reports', OPERATOR)), group);
      expect(told.filter(({ parts }) => parts === null).length).toBeGreaterThan(0);
      expect(workedOut(told, GROUPS[group].length)).toEqual([]);
      for (const { parts, count } of told) if (parts && count > 0) expect(Math.min(...parts)).toBeGreaterThanOrEqual(5);
    },
    60_000,
  );

  it('still has what tells of nobody', async () => {
    const said = await gather(system.client('reports', OPERATOR));
    const shown = (group: Group): string[] =>
      [...ids].filter(([, id]) => valueOf(said.get(id) ?? [], GROUPS[group][0]) !== null).map(([code]) => code);
    expect(shown('sex')).toEqual(['T', 'P1', 'P2', 'W1', 'W2', 'W3', 'B3', 'B4', 'B5', 'B6', 'B7']);
    expect(shown('religion')).toEqual([]);
    expect(shown('age')).toContain('W2');
    const b1 = said.get(idOf('B1')) ?? [];
    expect(b1.find(({ measure }) => measure === SHARES.sex)).toMatchObject({ value: null, suppressed: true });
    expect(b1.find(({ measure }) => measure === SHARES.sex)).not.toHaveProperty('numerator');
  }, 60_000);

  it('is not told the facts behind a withheld count, nor what moved any, nor by months what is not told of the period', async () => {
    const operator = system.client('reports', OPERATOR);
    const lineage = (code: string) =>
      operator.get(`/v1/units/${idOf(code)}/lineage?period=${PERIOD}&measure=members.women`);
    expect(await lineage('B1')).toMatchObject({ status: 403, body: { code: 'count-suppressed' } });
    const moved = `/v1/units/${idOf('W1')}/changes?period=${PERIOD}&measures=members.women&from=2020-01-01T00:00:00Z`;
    expect(await operator.get(moved)).toMatchObject({ status: 403, body: { code: 'count-suppressed' } });
    const behind = await lineage('W1');
    expect(behind.status).toBe(200);
    const items = behind.body.items as { unitId: string; value: number | null; suppressed?: true }[];
    expect(items.filter(({ suppressed }) => suppressed).map(({ unitId, value }) => [unitId, value])).toEqual(
      expect.arrayContaining([
        [idOf('B1'), null],
        [idOf('B2'), null],
      ]),
    );
    expect(items.find(({ unitId }) => unitId === idOf('B3'))?.value).toBe(6);
    for (const by of ['month', 'kind'])
      for (const { figures } of (await rollup(operator, idOf('B1'), `&by=${by}`)).rows ?? [])
        expect(valueOf(figures, 'members.women')).toBeNull();
  }, 60_000);

  it('sees less than who may see the roll, who sees all', async () => {
    const said = await gather(system.client('reports', SECRETARY));
    expect([...said.values()].flat().filter(({ suppressed }) => suppressed)).toEqual([]);
    for (const { code, women } of ROLLS)
      expect([code, valueOf(said.get(idOf(code)) ?? [], 'members.women')]).toEqual([code, women]);
    expect(valueOf(said.get(idOf('T')) ?? [], 'members.religious')).toBe(3);
  }, 60_000);
});
