import { GrantsAuthorizer } from '#access';
import { dateOf, GREGORIAN, localDayOf, parsePeriod } from '#calendar';
import type { Succession } from '#contracts';
import { testDatabase } from '#testing';
import { LensOracle, type LensFact, type LensUnit } from '../../../../test/oracles/lenses.js';
import { MEASURES } from '../catalogue/measures.js';
import { Asking } from '../changes/changes.harness.js';
import { batchOf, unitRecord, unitValue, worker, type Worker } from '../figures/write-path.harness.js';
import type { Lens } from '../lenses/lens.rules.js';
import { KNOWN_LIMITS } from './differences.reader.js';
import { CompletenessReader } from '../rollups/completeness.reader.js';
import { Lineage } from '../rollups/lineage.service.js';
import { MissingBranches } from '../rollups/missing.reader.js';
import { measureOf, measuresOf } from '../rollups/query.rules.js';
import { ReceiptPoller } from '../rollups/receipt-poller.js';
import { Receipts } from '../rollups/receipts.js';
import { rollupDto } from '../rollups/rollup.answer.js';
import { Rollups } from '../rollups/rollups.service.js';
import type { Breakdown } from '../rollups/rows.rules.js';
import { Snapshots } from '../rollups/snapshots.js';
import { Suppression } from '../suppression/suppression.js';

jest.setTimeout(180_000);

const ROUNDS = 4;
const UNITS = ['centre', 'p', 'q', 'w', 'x', 'b', 'c'];
const MEASURED = 'meetings.held,attendance.present,members.total,members.opening';
const EVERYTHING = `${MEASURED},attendance.rate,attendance.distinct-members,members.moved-with-units`;
const TODAY = localDayOf(Date.now());
const FIRST = TODAY - 70;
const PERIOD = parsePeriod(`${dateOf(FIRST + 10)}/${dateOf(FIRST + 49)}`);
const LENSES: Lens[] = [{ name: 'as-was' }, { name: 'as-is' }, { name: 'as-of', day: FIRST + 20 }];
const BREAKDOWNS: Breakdown[] = ['total', 'child', 'level', 'kind', 'week', 'month'];
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

/** Numbers that follow from the seed alone (mulberry32). */
let state = seed;
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

let database: ReturnType<typeof testDatabase>;
let reports: Worker;
let asking: Asking;
let rollups: Rollups;
let lineage: Lineage;
let missing: MissingBranches;
beforeAll(async () => {
  database = testDatabase('known-at');
  reports = await worker(database.uri);
  const { store, replica } = reports;
  const [snapshots, counts] = [new Snapshots(store, replica), new CompletenessReader()];
  const suppression = new Suppression(new GrantsAuthorizer(store, replica));
  rollups = new Rollups(new Receipts(snapshots, new ReceiptPoller(store)), counts, suppression);
  lineage = new Lineage(snapshots, suppression);
  missing = new MissingBranches(snapshots, counts);
  asking = new Asking(reports, 0);
});
afterAll(async () => {
  await reports.close();
  await database.drop();
});

/** What was told so far, for the oracle: of each fact and unit the newest version. */
const facts = new Map<string, LensFact[]>();
const units = new Map<string, LensUnit>();
const versions = new Map<string, number>();
const next = (id: string): { id: string; version: number } => {
  const version = (versions.get(id) ?? 0) + 1;
  versions.set(id, version);
  return { id, version };
};

async function tellMeeting(): Promise<void> {
  const one = { ...next(`m${random(14)}`), unit: pick(UNITS), day: FIRST + random(60), present: 1 + random(30) };
  const isVoided = random(6) === 0;
  await asking.meetings({ ...one, state: isVoided ? 'voided' : 'closed' });
  const amounts = { 'h:r': 1, 'p:r': one.present };
  facts.set(one.id, isVoided ? [] : [{ unit: asking.id(one.unit), day: one.day, amounts }]);
}
async function tellMember(): Promise<void> {
  const days = [...new Set(Array.from({ length: random(3) }, () => FIRST + random(50)))].sort((a, b) => a - b);
  const [stays, end] = [days.map((from) => ({ unit: pick(UNITS), from })), random(2) === 0 ? null : FIRST + 55];
  const { id, version } = next(`p${random(6)}`);
  await asking.members({ id, version, stays, end });
  facts.set(
    id,
    stays.map(({ unit, from }, at) => ({
      unit: asking.id(unit),
      day: from,
      to: stays[at + 1]?.from ?? end,
      amounts: { 'L:m': 1 },
    })),
  );
}
/** A move, perhaps with an end and units that take over, by parts too; the order of UNITS is one from above to below. */
async function tellUnit(unit: string, at: number): Promise<void> {
  const above = UNITS.slice(0, at);
  const cut = FIRST + random(60);
  const stretches = [
    { from: FIRST - 50, to: cut, parent: pick(above) },
    ...(random(3) > 0 ? [{ from: cut + random(3), to: null, parent: pick(above) }] : []),
  ];
  const heirs = [...new Set(Array.from({ length: 1 + random(2) }, () => pick(UNITS)))].filter((one) => one !== unit);
  const became = stretches.length === 1 && heirs.length > 0;
  const to = heirs.map((heir) => ({ unitId: asking.id(heir), weight: 1 + random(3) }));
  const successions: Succession[] = became ? [{ from: dateOf(cut), history: 'moves', to }] : [];
  await put(unit, stretches, successions);
}
async function put(
  unit: string,
  stretches: { from: number; to: number | null; parent: string | null }[],
  successions: Succession[] = [],
): Promise<void> {
  const revision = (await reports.replica.headRevision()) + 1;
  const level = ['b', 'c'].includes(unit) ? ('branch' as const) : ('commune' as const);
  const record = unitRecord(unit, revision, stretches);
  const named = record.stretches.map((one, at) => {
    const parent = stretches[at]?.parent ?? null;
    return { ...one, level, parentId: parent === null ? null : asking.id(parent) };
  });
  const told = { ...record, id: asking.id(unit), stretches: named, ...(successions.length > 0 ? { successions } : {}) };
  await reports.units(batchOf('registry.tree', 0, [unitValue(revision, told)], revision - 1));
  units.set(unit, {
    id: asking.id(unit),
    stretches: stretches.map((one) => ({ ...one, parent: one.parent === null ? null : asking.id(one.parent) })),
    successions: successions.map(({ to, history }) => ({
      from: stretches[0]?.to ?? 0,
      history,
      to: to.map(({ unitId, weight }) => ({ unit: unitId, weight })),
    })),
  });
}

const asked = (unit: string, knownAt: Date, lens: Lens) => ({
  unitId: asking.id(unit),
  period: PERIOD,
  calendar: GREGORIAN,
  lens,
  knownAt,
  limit: 500,
  after: null,
  viewer: [],
});
const total = async (unit: string, knownAt: Date, lens: Lens) => {
  const question = { ...asked(unit, knownAt, lens), by: 'total' as const, wait: 0 };
  const { rollup } = await rollups.read({ ...question, measures: measuresOf(MEASURED, MEASURES) });
  return Object.fromEntries(rollup.figures.map(({ measure, value }) => [measure, value]));
};

/** Answers about an instant, as text: of each unit in each lens another two breakdowns and another lineage. */
async function answers(knownAt: Date): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [row, unit] of UNITS.entries())
    for (const [column, lens] of LENSES.entries()) {
      const question = asked(unit, knownAt, lens);
      const turn = row + column * 2;
      for (const by of [BREAKDOWNS[turn % 6], BREAKDOWNS[(turn + 3) % 6]] as Breakdown[]) {
        const rollup = {
          ...question,
          by,
          level: 'branch' as const,
          wait: 0,
          measures: measuresOf(EVERYTHING, MEASURES),
        };
        found.set(
          `${unit} ${lens.name} ${by}`,
          JSON.stringify(rollupDto((await rollups.read(rollup)).rollup, undefined)),
        );
      }
      for (const code of [Object.keys(KEYS)[turn % 3] as string]) {
        const { freshness: _, ...page } = await lineage.read({ ...question, measure: measureOf(code, MEASURES) });
        found.set(`${unit} ${lens.name} behind ${code}`, JSON.stringify({ ...page, view: page.view.tree.revision }));
        const sum = page.items.reduce((n, { p }) => n + valueIn(code, p.m), 0);
        expect([seed, unit, lens, code, sum]).toEqual([seed, unit, lens, code, page.figure.value]);
      }
      const { freshness: _, ...page } = await missing.read(question);
      found.set(`${unit} ${lens.name} missing`, JSON.stringify({ ...page, view: page.view.tree.revision }));
    }
  return found;
}
const KEYS: Record<string, string[]> = {
  'meetings.held': ['h:r'],
  'members.total': ['L:m'],
  'members.moved-with-units': ['I:m', 'I:a'],
};
const valueIn = (code: string, m: Readonly<Record<string, number>>): number =>
  (KEYS[code] ?? []).reduce((n, key) => n + (m[key] ?? 0), 0);

it(`what was known at an instant is a fold of what was told by then, and is answered ever after (SEED=${seed})`, async () => {
  process.stdout.write(`known at, random: SEED=${seed}\n`);
  for (const [at, unit] of UNITS.entries())
    await put(unit, [{ from: FIRST - 50, to: null, parent: at === 0 ? null : (UNITS[(at - 1) >> 1] as string) }]);
  const noted: { at: Date; texts: Map<string, string>; oracle: LensOracle }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let step = 0; step < 8; step += 1) {
      const dice = random(4);
      const at = 1 + random(UNITS.length - 1);
      if (dice === 0) await tellUnit(UNITS[at] as string, at);
      else await (dice === 1 ? tellMember() : tellMeeting());
    }
    const at = await asking.settle();
    noted.push({
      at,
      texts: await answers(at),
      oracle: new LensOracle([...units.values()], [...facts.values()].flat()),
    });
  }
  for (const { at, texts, oracle } of noted) {
    const now = await answers(at);
    expect([...now].filter(([of, text]) => texts.get(of) !== text)).toEqual([]);
    expect(now.size).toBe(texts.size);
    for (const unit of UNITS)
      for (const lens of LENSES) {
        const day = lens.name === 'as-of' ? lens.day : lens.name === 'as-is' ? TODAY : null;
        const amounts = oracle.amounts(asking.id(unit), PERIOD.from, PERIOD.to, day);
        const wanted = {
          'meetings.held': amounts['h:r'] ?? 0,
          'attendance.present': amounts['p:r'] ?? 0,
          'members.total': amounts['L:m'] ?? 0,
          'members.opening': amounts['<L:m'] ?? 0,
        };
        expect([unit, lens, await total(unit, at, lens)]).toEqual([unit, lens, wanted]);
      }
  }
});

it('is refused when the instant is not settled, and names the newest; before the ledger began; when too much came since', async () => {
  const settled = await asking.settle();
  const later = new Date(settled.getTime() + 1);
  await expect(total('centre', later, { name: 'as-was' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'instant-not-settled',
    params: { settled: settled.toISOString() },
  });
  await expect(total('centre', new Date('2020-01-01T00:00:00Z'), { name: 'as-is' })).rejects.toMatchObject({
    kind: 'unprocessable',
    code: 'instant-before-ledger',
  });
  const { most } = KNOWN_LIMITS;
  KNOWN_LIMITS.most = 0;
  try {
    await asking.meetings({ id: 'last', unit: 'b', day: FIRST + 20 });
    const refused = { kind: 'unprocessable', code: 'known-too-much-since', params: { most: 0 } };
    await expect(total('centre', settled, { name: 'as-was' })).rejects.toMatchObject(refused);
  } finally {
    KNOWN_LIMITS.most = most;
  }
});
