import type { EventType, MeetingKind } from '#contracts';
import { MEETING_KINDS } from '#contracts';
import { meetingKeys, type MeetingMeasure } from '../figures/measure-keys.js';

/** How the value of a ratio is rounded, as its figure states it (DOMAIN.md 9: never a number without its rounding). */
export type Rounding = { mode: 'half-up'; decimals: number };

/** Adds (or, in a denominator, takes off) what is counted of meetings. */
type Term = { of: MeetingMeasure; sign: 1 | -1 };

/**
 * A number with rules (DOMAIN.md 5.3). `sum` adds over units and over time; `ratio-of-sums` is the sum of the
 * numerators by the sum of the denominators, never a mean of ratios.
 */
export type Measure = {
  code: string;
  labels: { vi: string; en: string };
  unit: 'meeting' | 'minute' | 'member' | 'percent';
  kind: 'flow' | 'ratio';
  overUnits: 'sum' | 'ratio-of-sums';
  overTime: 'sum' | 'ratio-of-sums';
  source: EventType;
  numerator: Term[];
  denominator?: Term[];
  rounding?: Rounding;
};

/** Amounts by stored key (measure-keys.ts). */
export type Sums = ReadonlyMap<string, number>;

/** A measure's value with everything that it was made of. `value` is null when a ratio has nothing below the line, or withheld. */
export type Figure = {
  measure: string;
  value: number | null;
  numerator?: number;
  denominator?: number;
  rounding?: Rounding;
  /** Withheld: it would tell of people (../suppression). */
  suppressed?: true;
};

const flow = (code: string, of: MeetingMeasure, unit: Measure['unit'], vi: string, en: string): Measure => ({
  code,
  labels: { vi, en },
  unit,
  kind: 'flow',
  overUnits: 'sum',
  overTime: 'sum',
  source: 'meetings.meeting-recorded.v1',
  numerator: [{ of, sign: 1 }],
});

/** The catalogue, in the order it is shown and figures are listed. */
export const MEASURES: readonly Measure[] = [
  flow('meetings.held', 'held', 'meeting', 'Số cuộc họp đã họp', 'Meetings held'),
  flow('meetings.minutes', 'minutes', 'minute', 'Tổng số phút họp', 'Minutes of meetings'),
  flow('meetings.too-short', 'tooShort', 'meeting', 'Cuộc họp ngắn hơn quy định', 'Meetings shorter than the rule'),
  flow('meetings.late', 'late', 'meeting', 'Cuộc họp nhập muộn', 'Meetings entered late'),
  flow('attendance.belong', 'belong', 'member', 'Lượt đảng viên trong danh sách', 'Attendance: members on the roll'),
  flow('attendance.present', 'present', 'member', 'Lượt có mặt', 'Attendance: present'),
  flow('attendance.excused', 'excused', 'member', 'Lượt vắng có lý do', 'Attendance: absent with a reason'),
  flow('attendance.unexcused', 'unexcused', 'member', 'Lượt vắng không lý do', 'Attendance: absent without a reason'),
  flow('attendance.exempt', 'exempt', 'member', 'Lượt được miễn sinh hoạt', 'Attendance: exempt'),
  flow(
    'attendance.elsewhere',
    'elsewhere',
    'member',
    'Lượt sinh hoạt tạm thời nơi khác',
    'Attendance: temporarily elsewhere',
  ),
  {
    code: 'attendance.rate',
    labels: { vi: 'Tỷ lệ dự họp', en: 'Attendance rate' },
    unit: 'percent',
    kind: 'ratio',
    overUnits: 'ratio-of-sums',
    overTime: 'ratio-of-sums',
    source: 'meetings.meeting-recorded.v1',
    numerator: [{ of: 'present', sign: 1 }],
    denominator: [
      { of: 'belong', sign: 1 },
      { of: 'exempt', sign: -1 },
      { of: 'elsewhere', sign: -1 },
    ],
    rounding: { mode: 'half-up', decimals: 2 },
  },
];

/** The measure with a code, or undefined. */
export const measureByCode = (code: string): Measure | undefined => MEASURES.find((measure) => measure.code === code);

/** A side of a ratio in the codes of measures, `attendance.belong - attendance.exempt`. */
export const formulaOf = (terms: readonly Term[]): string =>
  terms
    .map(({ of, sign }, at) => {
      const code = MEASURES.find((measure) => !measure.denominator && measure.numerator[0]?.of === of)?.code ?? of;
      return at === 0 ? code : `${sign === 1 ? '+' : '-'} ${code}`;
    })
    .join(' ');

const amount = (terms: readonly Term[], sums: Sums, kinds: readonly MeetingKind[]): number => {
  let total = 0;
  for (const { of, sign } of terms) for (const key of meetingKeys(of, kinds)) total += sign * (sums.get(key) ?? 0);
  return total;
};

/** Every stored key a measure is made of, for the given kinds of meeting. */
export const keysOf = (measure: Measure, kinds: readonly MeetingKind[] = MEETING_KINDS): string[] => [
  ...new Set([...measure.numerator, ...(measure.denominator ?? [])].flatMap(({ of }) => meetingKeys(of, kinds))),
];

/**
 * Percent with two decimals, rounded half up by whole numbers: 1,807 of 2,733 is 66.12, which a double and a
 * truncation both get wrong somewhere (DOMAIN.md 9.2). Null without a denominator.
 */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator <= 0) return null;
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  const twice = 20_000n * n + d;
  const floor = twice / (2n * d) - (twice < 0n && twice % (2n * d) !== 0n ? 1n : 0n);
  return Number(floor) / 100;
}

/** The figure of a measure from summed amounts, for the given kinds of meeting. */
export function figureOf(measure: Measure, sums: Sums, kinds: readonly MeetingKind[] = MEETING_KINDS): Figure {
  const numerator = amount(measure.numerator, sums, kinds);
  if (!measure.denominator || !measure.rounding) return { measure: measure.code, value: numerator };
  const denominator = amount(measure.denominator, sums, kinds);
  const { rounding } = measure;
  return { measure: measure.code, value: percent(numerator, denominator), numerator, denominator, rounding };
}
