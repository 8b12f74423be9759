import { eventually, type HttpClient } from '#testing';
import type { Figures } from '../../oracles/facts.js';
import { Oracle } from '../../oracles/figures.js';
import { otherPeriods, type OtherPeriod } from '../../oracles/calendars.js';
import { OracleSeries } from '../../oracles/series.js';
import { addDays, daysBetween, halfOf, monthOf, quarterOf, rangeOf, weekOf } from '../../oracles/periods.js';
import { DISTINCT, ON_REQUEST, differences, rowDifferences, type Figure, type Row } from './differences.js';
import { parallel, timed } from './driver.js';
import { missingDifferences } from './missing-compare.js';
import type { Random } from './random.js';
import { refreshFollowed } from './act-following.js';
import type { KnownUnit, World } from './world.js';

type Completeness = ReturnType<Oracle['completeness']>;
type Rollup = { figures: Figure[]; rows?: Row[]; next?: string | null; completeness: Completeness };
type Receipt = { status: string; code?: string };

const AT_ONCE = 4;
const HANDED_IN = 'reports.handed-in.weekly-integrity';
/** Days up to which the naive count of branches is affordable. */
const LONGEST_COUNTED = 31;

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
  await world.superiors.refresh(world.meetingsService);
  await refreshFollowed(world);
  await settled(world.lastTreeReceipt, ['applied', 'no-figure']);
  await parallel(world.receipts, AT_ONCE * 2, ({ receipt }) => settled(receipt, ['applied', 'no-figure', 'unplaced']));
}

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

const SERIES = ['day', 'week', 'month'] as const;

/**
 * Every unit, or some: its days, weeks and months as series, and its total over the whole window. `branchesOnce`: of
 * branches, which are most of the units and alike, each in one of the three ways.
 */
export async function compareSeries(
  world: World,
  reports: HttpClient,
  {
    units = [...world.units.values()].filter((unit) => !unit.voided),
    branchesOnce = false,
  }: { units?: KnownUnit[]; branchesOnce?: boolean } = {},
): Promise<string[]> {
  const oracle = new Oracle(world.units.values(), world.facts());
  const [first, last] = [addDays(world.from, -40), addDays(world.to, 1)];
  const series = new OracleSeries(oracle, addDays(first, -1), last);
  const wrong: string[] = [];
  const asked = units.map((unit, at) => ({
    unit,
    ways: branchesOnce && world.levelOf(unit) === 'branch' ? [SERIES[at % SERIES.length]!] : SERIES,
  }));
  await parallel(asked, AT_ONCE, async ({ unit, ways }) => {
    for (const by of ways) {
      const answer = await rollup(reports, unit.id, { period: `${first}/${last}`, by });
      const where = `${unit.code} by ${by}`;
      wrong.push(...differences(where, answer.figures, series.of(unit.id, first, last)));
      for (const { period, figures } of answer.rows ?? []) {
        if (!period) throw new Error(`${where}: a row without a period`);
        const expected = series.of(unit.id, period.from, addDays(period.to, -1));
        wrong.push(...differences(`${where} [${period.id}]`, figures, expected));
      }
    }
  });
  return wrong;
}

const pick = (figures: Figures, measures: readonly string[]): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([measure]) => measures.includes(measure)));

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

/** A period as it is asked for, and its days. */
const asPeriod = (
  given: string | OtherPeriod,
): { period: Record<string, string>; days: { from: string; to: string } } =>
  typeof given === 'string'
    ? { period: { period: given }, days: rangeOf(given) }
    : { period: { period: given.period, calendar: given.calendar }, days: given };

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
    ...asPeriod(random.chance(0.3) ? random.pick(otherPeriods(world.date(random))) : randomPeriod(world, random)),
    by: random.pick(['total', 'child', 'kind', 'level']),
    level: random.pick(['province', 'district', 'commune', 'branch']),
    measures: random.chance(0.4) ? [...ON_REQUEST, DISTINCT, ...world.entered.map(({ code }) => code), HANDED_IN] : [],
  }));
  await parallel(asked, AT_ONCE, async ({ unit, period, days, by, level, measures }) => {
    const { from, to } = days;
    const named: Record<string, string> = measures.length > 0 ? { measures: measures.join() } : {};
    const answer = await rollup(reports, unit.id, { ...period, by, ...named, ...(by === 'level' ? { level } : {}) });
    const where = `${unit.code} ${Object.values(period).join()} by ${by}${by === 'level' ? ` ${level}` : ''}`;
    const only = (figures: Figures): Figures => (measures.length > 0 ? pick(figures, measures) : figures);
    wrong.push(...differences(where, answer.figures, only(oracle.total(unit.id, from, to))));
    if (by === 'total') {
      if (daysBetween(from, to) <= LONGEST_COUNTED)
        wrong.push(
          ...miscounted(where, answer, oracle.completeness(unit.id, from, to)),
          ...(await missingDifferences(reports, oracle, unit.id, period, days)),
        );
      return;
    }
    const groups =
      by === 'child'
        ? oracle.byChild(unit.id, from, to)
        : by === 'kind'
          ? oracle.byKind(unit.id, from, to)
          : oracle.byLevel(unit.id, from, to, level);
    const expected = new Map([...groups].map(([key, figures]) => [key, only(figures)]));
    wrong.push(...rowDifferences(where, answer.rows ?? [], expected));
  });
  return wrong;
}

/** Everything at once: what was acknowledged is in the figures, and the figures are what was acknowledged. */
export async function assertEqualsOracle(
  world: World,
  reports: HttpClient,
  {
    random,
    timeoutMs,
    log,
    singly = 500,
  }: { random: Random; timeoutMs: number; log: (line: string) => void; singly?: number },
): Promise<void> {
  await timed(log, 'all receipts are in the figures', () => allInFigures(world, reports, timeoutMs));
  const series = await timed(log, 'read the series of every unit', () =>
    compareSeries(world, reports, { branchesOnce: true }),
  );
  const single = await timed(log, `read ${singly} rollups singly`, () => compareSingly(world, reports, random, singly));
  const wrong = [...series, ...single];
  if (wrong.length) {
    throw new Error(
      `seed ${world.seed}: ${wrong.length} figures differ from the oracle:\n${wrong.slice(0, 30).join('\n')}`,
    );
  }
}
