/** Facts of people, and questions about them, for the tests of levels over a real store. */
import { GREGORIAN, parsePeriod } from '#calendar';
import type { MeetingRecordedV1, MemberChangedV1, RollStretch } from '#contracts';
import { measureByCode } from '../catalogue/measures.js';
import type { Measure } from '../catalogue/measures.rules.js';
import { valueOf, type LineageItem, type LineagePosition } from './lineage.rules.js';
import type { RollupRequest } from './rollup.request.js';
import { idOf, type EventOf, type StoredFigures } from './stored-figures.harness.js';

export const memberId = (n: number): string => idOf(50_000 + n);
export type Stay = [unit: number, from: string, to: string | null, over?: Partial<RollStretch>];
export function member(
  n: number,
  version: number,
  stays: Stay[],
  movements: MemberChangedV1['movements'] = [],
  over: Partial<MemberChangedV1> = {},
): EventOf {
  const stretches = stays.map(([unit, from, to, more]) => ({
    unitId: idOf(unit),
    from,
    to,
    standing: 'official' as const,
    exempt: false,
    suspended: false,
    inTransit: false,
    ...more,
  }));
  const data = {
    memberId: memberId(n),
    version,
    voided: false,
    stretches,
    temporary: [],
    transferOverdue: [],
    movements,
  };
  return { id: `member/${memberId(n)}`, version, type: 'registry.member-changed.v1', data: { ...data, ...over } };
}
export const move = (kind: MemberChangedV1['movements'][number]['kind'], unit: number, date: string) => ({
  kind,
  unitId: idOf(unit),
  date,
});
export const meeting = (
  n: number,
  unit: number,
  date: string,
  people: number[],
  over: Partial<MeetingRecordedV1> = {},
): EventOf => ({
  id: idOf(n),
  version: 1,
  type: 'meetings.meeting-recorded.v1',
  data: {
    meetingId: idOf(n),
    version: 1,
    unitId: idOf(unit),
    state: 'closed',
    kind: 'regular',
    date,
    startsAt: `${date}T19:00:00+07:00`,
    endsAt: `${date}T20:30:00+07:00`,
    minutes: 90,
    attendance: null,
    tooShort: false,
    late: false,
    attended: people.map(memberId),
    ...over,
  },
});

export const catalogueOf = (...codes: string[]): Measure[] => codes.flatMap((code) => measureByCode(code) ?? []);

/** Questions to a store, by who may see all rolls. */
export function questions(figures: () => StoredFigures) {
  const ask = (unit: number, period: string, measures: readonly Measure[], over: Partial<RollupRequest> = {}) =>
    figures().rollups.read({
      unitId: idOf(unit),
      period: parsePeriod(period),
      calendar: GREGORIAN,
      by: 'total',
      measures,
      limit: 500,
      after: null,
      wait: 0,
      viewer: [idOf(1)],
      ...over,
    });
  async function values(unit: number, period: string, ...codes: string[]): Promise<(number | null)[]> {
    const { rollup } = await ask(unit, period, catalogueOf(...codes));
    return catalogueOf(...codes).map(
      ({ code }) => rollup.figures.find(({ measure }) => measure === code)?.value ?? null,
    );
  }
  const total = async (unit: number, day: string) => (await values(unit, day, 'members.total'))[0];

  async function lineage(unit: number, period: string, code: string, limit = 2) {
    const [measure] = catalogueOf(code);
    if (!measure) throw new Error(code);
    const query = {
      unitId: idOf(unit),
      period: parsePeriod(period),
      calendar: GREGORIAN,
      measure,
      limit,
      viewer: [idOf(1)],
    };
    const items: LineageItem[] = [];
    for (let after: LineagePosition | null = null; ;) {
      const page = await figures().lineage.read({ ...query, after });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      if (page.next === null) {
        const sum = items.reduce((all, { p }) => all + (valueOf(query, p).figure.value ?? 0), 0);
        return { value: page.figure.value, sum, items };
      }
      after = page.next;
    }
  }

  return { ask, values, total, lineage };
}
