import { readFileSync } from 'node:fs';
import { kafkaBrokers, startSystem, type System } from '#testing';
import { loadDemo } from '../../deploy/local/demo/load.mjs';
import { demoId } from '../../deploy/local/demo/ids.mjs';
import { runProof } from '../../deploy/local/demo/proof.mjs';
import { runBlocks, shellBlocks } from './support/shell-blocks.js';

type Proof = { ok: boolean; msToVisible?: number; msToHeard?: number; figures?: Record<string, unknown>[] };
type Figures = { measure: string; value: number | null; numerator?: number; denominator?: number }[];
type Rollup = { figures: Figures; rows?: { type: string; unit?: { code: string }; figures: Figures }[] };

/** What `npm start` does once everything is up, and what the README promises after that. */
describe('demo', () => {
  let system: System;
  const log = (line: string) => process.stderr.write(`demo: ${line}\n`);
  const where = () => ({
    registry: system.one('registry').url,
    meetings: system.one('meetings').url,
    inspection: system.one('inspection').url,
    reports: system.one('reports').url,
    issuer: system.issuer.url,
    log,
  });

  beforeAll(async () => {
    system = await startSystem();
    await loadDemo(where());
  }, 300_000);
  afterAll(() => system?.stop(), 60_000);

  it('is left alone when it is there', async () => {
    expect(await loadDemo(where())).toEqual({ loaded: false });
  }, 30_000);

  it('proves meetings, a member, findings over a stream and a report, twice on the same data', async () => {
    for (const _run of [1, 2]) {
      const { ok, lines } = await runProof(where());
      if (!ok) throw new Error(lines.join('\n'));
      const proofs = lines
        .filter((line) => line.startsWith('PROOF '))
        .map((line) => JSON.parse(line.slice(6)) as Proof);
      expect(proofs).toMatchObject([
        { meeting: 'today', ok: true },
        { meeting: 'late-entry-2020', ok: true },
        { member: 'admitted', ok: true },
        { finding: 'over-sse', ok: true, versions: [2, 3, 4], lost: 0, foreign: { atTheCommittee: 403, onItsOwn: 0 } },
        { report: 'weekly-integrity', ok: true, submitted: 2 },
      ]);
      expect(proofs.map(({ figures }) => figures?.length)).toEqual([9, 12, 4, undefined, 3]);
      expect(lines.filter((line) => line.startsWith('undid'))).toHaveLength(5);
      log(`visible after ${proofs.map(({ msToVisible, msToHeard }) => msToVisible ?? msToHeard).join(', ')} ms`);
    }
  }, 120_000);

  /** Public counts of the rolls (DOMAIN.md 9), entered from files and read as figures. */
  describe('has the public figures', () => {
    const rollup = async (sub: string, code: string, query: string): Promise<Rollup> => {
      const { status, body } = await system
        .client('reports', sub)
        .read<Rollup>(`/v1/units/${demoId(code)}/rollup?${query}&limit=500`);
      expect({ status, body }).toMatchObject({ status: 200 });
      return body;
    };
    const value = (figures: Figures, measure: string) => figures.find((one) => one.measure === measure)?.value;
    const heads = async (code: string, date: string) => {
      const { figures, rows = [] } = await rollup(
        'demo-operator-centre',
        code,
        `period=${date}&by=child&measures=members.total`,
      );
      const children = new Map(
        rows.flatMap((row) =>
          row.unit && row.type === 'unit' ? [[row.unit.code, value(row.figures, 'members.total')]] : [],
        ),
      );
      return { total: value(figures, 'members.total'), children };
    };

    it('of Vĩnh Niệm: 1,186 members in 41 branches, 28 of them in the office branch', async () => {
      const { total, children } = await heads('HP-VN', '2020-12-05');
      expect({ total, branches: children.size, office: children.get('HP-VN-00') }).toEqual({
        total: 1_186,
        branches: 41,
        office: 28,
      });
    });

    it('of Bình Thắng: 224 members in 13 branches', async () => {
      const { total, children } = await heads('BD-BT', '2019-04-19');
      expect({ total, branches: children.size }).toEqual({ total: 224, branches: 13 });
    });

    it('of Đăk Glei: 2,733 in 49 organisations; 1,807, 886 and 143 overlap and are never added', async () => {
      const { total, children } = await heads('KT-DG', '2022-06-20');
      expect({ total, organisations: children.size }).toEqual({ total: 2_733, organisations: 49 });
      const measures = ['women', 'ethnic-minority', 'religious', 'ethnic-minority-share'].map(
        (name) => `members.${name}`,
      );
      const asked = `period=2022-06-20&measures=${measures.join()}`;
      const { figures } = await rollup('demo-operator-centre', 'KT-DG', asked);
      expect(measures.slice(0, 3).map((measure) => value(figures, measure))).toEqual([886, 1_807, 143]);
      expect(figures.find(({ measure }) => measure === measures[3])).toMatchObject({
        value: 66.12,
        numerator: 1_807,
        denominator: 2_733,
        rounding: { mode: 'half-up', decimals: 2 },
      });
      const cut = await rollup('demo-operator-centre', 'KT-DG', `${asked}&rounding=cut`);
      expect(cut.figures.find(({ measure }) => measure === measures[3])).toMatchObject({
        value: 66.11,
        rounding: { mode: 'cut', decimals: 2 },
      });
      const { body } = await system
        .client('reports')
        .read<{ items: { code: string; group?: string }[] }>('/v1/measures');
      const groups = body.items.filter(({ code }) => measures.includes(code)).map(({ group }) => group);
      expect(new Set(groups.slice(0, 3)).size).toBe(3);
    });
  });

  it('answers the tour of the README as written', async () => {
    const ports = { 3001: 'registry', 3002: 'meetings', 3003: 'inspection', 3004: 'reports' } as const;
    let markdown = readFileSync('README.md', 'utf8').replaceAll('http://127.0.0.1:3005', system.issuer.url);
    for (const [port, name] of Object.entries(ports)) {
      markdown = markdown.replaceAll(`http://127.0.0.1:${port}`, system.one(name).url);
    }
    const answers = await runBlocks(shellBlocks(markdown), {
      KAFKA_BROKERS: kafkaBrokers(),
      KAFKA_TOPIC_PREFIX: system.prefix,
    });
    const under = (heading: string): readonly string[] => answers.get(heading) ?? [];

    const [, logged, byChild, byDay, forbidden, voided, places] = under('A tour in curl');
    expect(logged).toContain('"receipt"');
    expect(byChild).toContain('"status":"applied"');
    expect(byChild).toContain('HP-VN');
    expect(byDay).toContain('2020-11-20');
    expect(byDay).toContain('50492f7d-525e-5caa-9704-82807e4a0616');
    expect(forbidden?.match(/"code":"outside-subtree"/g)).toHaveLength(2);
    expect(voided).toContain('"status":"applied"');
    expect(voided).toContain('Entered in the wrong branch');
    expect(places).toContain('Khu phố 06');
    expect(places).toContain('Lê Chân');

    const [members, counts] = under('Members');
    expect(members).toContain('"kind":"admitted"');
    expect(members).toContain('"measure":"members.admitted","value":1');
    expect(members).toContain('"voided":true');
    // The operator's answer, then the secretary's.
    const [withheld, shown] = (counts ?? '').split('"period":{"id":"2020-12-05"').slice(1);
    expect(withheld).toContain('"suppressed":true');
    expect(shown).not.toContain('"suppressed":true');

    const [supervised] = under('Supervision');
    expect(supervised).toContain('event: subscribed');
    expect(supervised).toContain('event: case-opened');
    expect(supervised).toContain('"state":"voided"');

    const [reported] = under('Reports');
    expect(reported?.match(/"nil":true,"values":\[\]/g)).toHaveLength(2);
    expect(reported).toContain('"handedIn":1');

    const [missed, cut] = under('Who misses the month');
    const [, missing, alive, met] = /"missing":(\d+),.*?"branchesAlive":(\d+),"branchesWithRegularMeeting":(\d+)/.exec(
      missed ?? '',
    )!;
    expect(Number(missing)).toBe(Number(alive) - Number(met));
    expect(missed).toContain('"startsAt":"2020-11');
    expect(missed).toContain('Row,Unit code,Unit name');
    expect(missed).toContain('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(cut).toContain('{"id":"2020-Q4","kind":"quarter","from":"2020-09-15","through":"2020-12-14"}');
    expect(cut).toContain('"calendar":"nd09"}');

    const [moved] = under('What moved a figure');
    expect(moved).toContain('"before":{"measure":"meetings.held","value":0}');
    expect(moved).toMatch(/"kind":"(late|act)"/);

    const held = (text = '') =>
      [...text.matchAll(/"measure":"meetings.held","value":(\d+)/g)].map(([, n]) => Number(n));
    const [before, lenses, compared, known, dry] = under('July 2025, before and after');
    expect(held(before)).toEqual([9, 8, 6]);
    expect(held(lenses)).toEqual([0, 25, 23, 25]);
    expect(held(compared)).toEqual([25, 23]);
    expect(compared).toMatch(/"difference":2.*"kinds":\["merged"\].*"decision":"294-QĐ\/TW"/);
    expect(held(known)).toEqual([24, 23]);
    expect(known).toContain('"state":"voided"');
    expect(dry).toMatch(/"state":"checked".*"meetings":\{"meetings-planned":\d+/);
    expect(dry).toContain('"lens":"as-is"');
    expect(dry).toContain('"state":"discarded"');

    const [accounted] = under('Is it all there');
    expect(accounted).toMatch(/"at":.*"balanced":true,"services":.*"accepted":\d+,"applied":\d+/);
    expect(accounted).toMatch(
      /"state":"finished".*"counts":\{"repaired":0,"disputed":0,"healed":0,"suspects":\d+\},"silent":\[\]/,
    );

    const [dryRun, month] = under('A month of meetings from a file');
    expect(dryRun).toContain('"code":"rows-refused"');
    expect(dryRun).toContain('"path":"rows.3.date","code":"is-local-date"');
    expect(dryRun).toContain('"path":"rows.4.kind","code":"is-in"');
    expect(month).toContain('"accepted":3');
    expect(month).toContain('"measure":"meetings.held","value":3');
    expect(month?.match(/"state":"voided"/g)).toHaveLength(3);

    const [topics, event] = under('Events');
    expect(topics).toContain('registry.tree: registry.unit-changed.v1 relay.watermark.v1');
    const { specversion, type, data } = JSON.parse(event ?? '') as Record<string, unknown>;
    expect({ specversion, type, data }).toEqual({
      specversion: '1.0',
      type: 'meetings.meeting-recorded.v1',
      data: expect.objectContaining({ version: 1, state: expect.any(String), meetingId: expect.any(String) }),
    });
  }, 60_000);
});
