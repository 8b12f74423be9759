import type { Figures } from '../../oracles/facts.js';
import { SCALED } from '../../oracles/scores.js';

export type Figure = { measure: string; value: number | null; numerator?: number; denominator?: number };
export type Row = {
  type: string;
  unit?: { id: string };
  kind?: string;
  period?: { id: string; from: string; to: string };
  figures: Figure[];
};

/** Measures that are only answered when they are named: overlapping groups, distinct people, what is entered by hand. */
const COMPOSITION =
  'women men ethnic-minority ethnic-majority religious not-religious age-to-30 age-31-40 age-41-50 age-51-60 ' +
  'age-over-60 women-share ethnic-minority-share';
export const ON_REQUEST = COMPOSITION.split(' ').map((name) => `members.${name}`);
export const DISTINCT = 'attendance.distinct-members';
const asked = (measure: string, got: ReadonlyMap<string, Figure>): boolean =>
  got.has(measure) ||
  !/^members\.(women|men|ethnic|religious|not-religious|age)|distinct|^reports\.handed-in\.|^integrity/.test(measure);

/** A ratio's numerator and denominator in measures of the oracle: the first is above the line too. */
const RATIOS: Record<string, { above: string; below: [string, 1 | -1][] }> = {
  'attendance.rate': {
    above: 'attendance.present',
    below: [
      ['attendance.belong', 1],
      ['attendance.exempt', -1],
      ['attendance.elsewhere', -1],
    ],
  },
  'tasks.done-in-time-rate': { above: 'tasks.done-in-time', below: [['tasks.due', 1]] },
  'scores.average': { above: 'scores.points', below: [['scores.reachable', 1]] },
  'sessions.attendance-rate': { above: 'sessions.present', below: [['sessions.members', 1]] },
  'visits.kept-rate': { above: 'visits.kept', below: [['visits.planned', 1]] },
  'members.women-share': {
    above: 'members.women',
    below: [
      ['members.women', 1],
      ['members.men', 1],
    ],
  },
  'members.ethnic-minority-share': {
    above: 'members.ethnic-minority',
    below: [
      ['members.ethnic-minority', 1],
      ['members.ethnic-majority', 1],
    ],
  },
};

/** Percent with two decimals, half up, in whole numbers until the end. */
const rate = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : Math.floor((numerator * 20_000 + denominator) / (denominator * 2)) / 100;

/** Differences between an answer's figures and what they should be, as text; a figure not answered counts as 0. */
export function differences(
  where: string,
  answered: readonly Figure[],
  expected: Figures,
  leftOut: readonly string[] = [],
): string[] {
  const got = new Map(answered.map((figure) => [figure.measure, figure]));
  const wrong: string[] = [];
  for (const measure of new Set([...got.keys(), ...Object.keys(expected)])) {
    if (RATIOS[measure] || leftOut.includes(measure) || !asked(measure, got)) continue;
    const [value, want] = [got.get(measure)?.value ?? 0, (expected[measure] ?? 0) / (SCALED[measure] ?? 1)];
    if (value !== want) wrong.push(`${where} ${measure}: is ${value}, should be ${want}`);
  }
  for (const [measure, { above, below }] of Object.entries(RATIOS)) {
    const ratio = got.get(measure);
    if (!ratio) continue;
    const denominator = below.reduce((sum, [name, sign]) => sum + sign * (expected[name] ?? 0), 0);
    const numerator = expected[above] ?? 0;
    const want = rate(numerator, denominator);
    const scale = SCALED[above] ?? 1;
    if (ratio.value !== want || ratio.numerator !== numerator / scale || ratio.denominator !== denominator / scale)
      wrong.push(`${where} ${measure}: is ${JSON.stringify(ratio)}, should be ${numerator}/${denominator} = ${want}`);
  }
  return wrong;
}

/** What the oracle calls a row. Rests (`own`, `remainder`) may be labelled with the unit that was asked for. */
const keyOf = ({ type, unit, period, kind }: Row): string =>
  type === 'own' || type === 'remainder' ? type : (unit?.id ?? period?.id ?? kind ?? '');

/** What belongs to a unit as a whole and has no meaning for the days that a child lay under it. */
const OF_WHOLE_UNITS = ['members.opening', 'members.moved-with-units'];

/** Differences between rows of an answer and groups of the oracle; a row of zeros may be left out. */
export function rowDifferences(where: string, rows: readonly Row[], expected: ReadonlyMap<string, Figures>): string[] {
  const keyed = new Map(rows.map((row) => [keyOf(row), row.figures]));
  if (keyed.size !== rows.length) return [`${where}: rows repeat`];
  return [...new Set([...keyed.keys(), ...expected.keys()])].flatMap((key) =>
    differences(`${where} [${key}]`, keyed.get(key) ?? [], expected.get(key) ?? {}, OF_WHOLE_UNITS),
  );
}
