import { eventually, type HttpClient } from '#testing';
import type { Figures } from '../../oracles/facts.js';
import { Oracle, add } from '../../oracles/figures.js';
import { addDays, daysBetween, halfOf, monthOf, quarterOf, rangeOf, weekOf } from '../../oracles/periods.js';
import { parallel, timed } from './driver.js';
import type { Random } from './random.js';
import type { World } from './world.js';

type Figure = { measure: string; value: number | null; numerator?: number; denominator?: number };
type Row = { type: string; unit?: { id: string }; kind?: string; period?: { id: string }; figures: Figure[] };
type Completeness = ReturnType<Oracle['completeness']>;
type Rollup = { figures: Figure[]; rows?: Row[]; next?: string | null; completeness: Completeness };
type Receipt = { status: string; code?: string };

const AT_ONCE = 4;
/** Days up to which the naive count of branches is affordable. */
const LONGEST_COUNTED = 31;
const RATE = 'attendance.rate';

/** Asks for every receipt until it is in the figures: nothing acknowledged may stay pending. */
export async function allInFigures(world: World, reports: HttpClient, timeoutMs: number): Promise<void> {
  const end = Date.now() + timeoutMs;
  const settled = async (receipt: string, allowed: string[]) => {
    await eventually(
      async () => {
        const { body } = await reports.read<Receipt>(`/v1/receipts/${receipt}?wait=5s`);
        return allowed.includes(body.status) ? true : Promise.reject(new Error(`receipt ${JSON.stringify(body)}`));
      },
      { timeoutMs: Math.max(1_000, end - Date.now()) },
    );
  };
  await settled(world.lastTreeReceipt, ['applied', 'no-figure']);
  await parallel(world.receipts, AT_ONCE * 2, ({ receipt }) => settled(receipt, ['applied', 'no-figure', 'unplaced']));
}

/** Percent with two decimals, half up, in whole numbers until the end. */
const rate = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : Math.floor((numerator * 20_000 + denominator) / (denominator * 2)) / 100;

/** Differences between an answer's figures and what they should be, as text; a figure not answered counts as 0. */
function differences(where: string, answered: readonly Figure[], expected: Figures): string[] {
  const got = new Map(answered.map((figure) => [figure.measure, figure]));
  const wrong: string[] = [];
  for (const measure of new Set([...got.keys(), ...Object.keys(expected)])) {
    if (measure === RATE) continue;
    const [value, want] = [got.get(measure)?.value ?? 0, expected[measure] ?? 0];
    if (value !== want) wrong.push(`${where} ${measure}: is ${value}, should be ${want}`);
  }
  const ratio = got.get(RATE);
  if (!ratio) return wrong;
  const of = (measure: string) => expected[`attendance.${measure}`] ?? 0;
  const denominator = of('belong') - of('exempt') - of('elsewhere');
  const want = rate(of('present'), denominator);
  if (ratio.value !== want || ratio.numerator !== of('present') || ratio.denominator !== denominator) {
    wrong.push(`${where} ${RATE}: is ${JSON.stringify(ratio)}, should be ${of('present')}/${denominator} = ${want}`);
  }
  return wrong;
}

/** What the oracle calls a row. Rests (`own`, `remainder`) may be labelled with the unit that was asked for. */
const keyOf = ({ type, unit, period, kind }: Row): string =>
  type === 'own' || type === 'remainder' ? type : (unit?.id ?? period?.id ?? kind ?? '');

/** Differences between rows of an answer and groups of the oracle; a row of zeros may be left out. */
function rowDifferences(where: string, rows: readonly Row[], expected: ReadonlyMap<string, Figures>): string[] {
  const keyed = new Map(rows.map((row) => [keyOf(row), row.figures]));
  if (keyed.size !== rows.length) return [`${where}: rows repeat`];
  return [...new Set([...keyed.keys(), ...expected.keys()])].flatMap((key) =>
    differences(`${where} [${key}]`, keyed.get(key) ?? [], expected.get(key) ?? {}),
  );
}

const regroup = (days: ReadonlyMap<string, Figures>, group: (date: string) => string): Map<string, Figures> => {
  const groups = new Map<string, Figures>();
  for (const [date, figures] of days) {
    const sum = groups.get(group(date)) ?? {};
    add(sum, figures);
    groups.set(group(date), sum);
  }
  return groups;
};

async function rollupPage(reports: HttpClient, path: string): Promise<Rollup> {
  const reply = await reports.read<Rollup>(path);
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/** A rollup with all pages of its rows. */
async function rollup(reports: HttpClient, unitId: string, query: Record<string, string>): Promise<Rollup> {
  const path = `/v1/units/${unitId}/rollup?${new URLSearchParams({ ...query, limit: '500' })}`;
  const answer = await rollupPage(reports, path);
  for (let { next } = answer; next;) {
    const page = await rollupPage(reports, `${path}&cursor=${encodeURIComponent(next)}`);
    answer.rows?.push(...(page.rows ?? []));
    ({ next } = page);
  }
  return answer;
}

/** Every unit: its days, weeks and months as series, and its total over the whole window. */
export async function compareSeries(world: World, reports: HttpClient): Promise<string[]> {
  const oracle = new Oracle(world.units.values(), world.facts());
  const table = oracle.byUnitAndDay();
  // Whole weeks and months, so that the first and last row of a series are whole periods too.
  const period = `${addDays(world.from, -40)}/${addDays(world.to, 1)}`;
  const wrong: string[] = [];
  const units = [...world.units.values()].filter((unit) => !unit.voided);
  await parallel(units, AT_ONCE, async (unit) => {
    const days = table.get(unit.id) ?? new Map<string, Figures>();
    for (const [by, group] of [
      ['day', (date: string) => date],
      ['week', weekOf],
      ['month', monthOf],
    ] as const) {
      const answer = await rollup(reports, unit.id, { period, by });
      const where = `${unit.code} by ${by}`;
      wrong.push(...rowDifferences(where, answer.rows ?? [], regroup(days, group)));
      wrong.push(...differences(where, answer.figures, regroup(days, () => 'all').get('all') ?? {}));
    }
  });
  return wrong;
}

const miscounted = (where: string, { completeness }: Rollup, expected: Completeness): string[] =>
  (['branchesAlive', 'branchesWithRegularMeeting'] as const).flatMap((count) =>
    completeness[count] === expected[count]
      ? []
      : [`${where} ${count}: is ${completeness[count]}, should be ${expected[count]}`],
  );

const randomPeriod = (world: World, random: Random): string => {
  const date = world.date(random);
  const end = addDays(date, random.int(120));
  return random.pick([
    date,
    weekOf(date),
    monthOf(date),
    quarterOf(date),
    halfOf(date),
    `${date.slice(0, 4)}-9M`,
    date.slice(0, 4),
    `${date}/${end}`,
  ]);
};

/** `count` rollups of random units and periods, in every way of cutting them up. */
export async function compareSingly(
  world: World,
  reports: HttpClient,
  random: Random,
  count: number,
): Promise<string[]> {
  const oracle = new Oracle(world.units.values(), world.facts());
  const wrong: string[] = [];
  const upper = ['centre', 'province', 'district', 'commune'].flatMap((level) => world.atLevel(level));
  const asked = Array.from({ length: count }, () => ({
    unit: random.chance(0.6) ? random.pick(upper) : random.pick(world.atLevel('branch')),
    period: randomPeriod(world, random),
    by: random.pick(['total', 'child', 'kind', 'level']),
    level: random.pick(['province', 'district', 'commune', 'branch']),
  }));
  await parallel(asked, AT_ONCE, async ({ unit, period, by, level }) => {
    const { from, to } = rangeOf(period);
    const answer = await rollup(reports, unit.id, { period, by, ...(by === 'level' ? { level } : {}) });
    const where = `${unit.code} ${period} by ${by}${by === 'level' ? ` ${level}` : ''}`;
    wrong.push(...differences(where, answer.figures, oracle.total(unit.id, from, to)));
    if (by === 'total') {
      if (daysBetween(from, to) <= LONGEST_COUNTED)
        wrong.push(...miscounted(where, answer, oracle.completeness(unit.id, from, to)));
      return;
    }
    const groups =
      by === 'child'
        ? oracle.byChild(unit.id, from, to)
        : by === 'kind'
          ? oracle.byKind(unit.id, from, to)
          : oracle.byLevel(unit.id, from, to, level);
    wrong.push(...rowDifferences(where, answer.rows ?? [], groups));
  });
  return wrong;
}

/** Everything at once: what was acknowledged is in the figures, and the figures are what was acknowledged. */
export async function assertEqualsOracle(
  world: World,
  reports: HttpClient,
  { random, timeoutMs, log }: { random: Random; timeoutMs: number; log: (line: string) => void },
): Promise<void> {
  await timed(log, 'all receipts are in the figures', () => allInFigures(world, reports, timeoutMs));
  const series = await timed(log, 'read the series of every unit', () => compareSeries(world, reports));
  const single = await timed(log, 'read 500 rollups singly', () => compareSingly(world, reports, random, 500));
  const wrong = [...series, ...single];
  if (wrong.length) {
    throw new Error(
      `seed ${world.seed}: ${wrong.length} figures differ from the oracle:\n${wrong.slice(0, 30).join('\n')}`,
    );
  }
}
