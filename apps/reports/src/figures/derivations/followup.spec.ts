import { readFileSync } from 'node:fs';
import { dayOf } from '#calendar';
import type { OpinionRecordedV1, ResolutionRecordedV1 } from '#contracts';
import type { Entry } from '../contribution.js';
import { derive } from '../derive.js';

const sampleOf = (name: string): unknown =>
  (JSON.parse(readFileSync(`libs/contracts/samples/${name}.json`, 'utf8')) as { data: unknown }).data;
const resolution = sampleOf('meetings.resolution-recorded.v1') as ResolutionRecordedV1;
const opinion = sampleOf('meetings.opinion-recorded.v1') as OpinionRecordedV1;

/** What entries count on a day: levels that hold then, and flows of the day. */
function on(entries: readonly Entry[], date: string): Record<string, number> {
  const day = dayOf(date);
  const sums: Record<string, number> = {};
  for (const { d, to, m } of entries)
    if (to === undefined ? d === day : d <= day && (to === null || day < to))
      for (const [key, n] of Object.entries(m)) sums[key] = (sums[key] ?? 0) + n;
  return sums;
}

describe('a resolution', () => {
  const of = (...tasks: Partial<ResolutionRecordedV1['tasks'][number]>[]) =>
    derive('meetings.resolution-recorded.v1', {
      ...resolution,
      tasks: tasks.map((task) => ({ ...resolution.tasks[1]!, ...task })),
    });

  it('counts with its tasks when it is adopted, due and done, open and late', () => {
    const entries = derive('meetings.resolution-recorded.v1', resolution);
    expect(new Set(entries.map(({ u }) => u))).toEqual(new Set([resolution.unitId]));
    expect(on(entries, '2026-07-03')).toEqual({ 'Q:a': 1, 'Q:s': 2, 'L:qo': 2 });
    expect(on(entries, '2026-07-31')).toEqual({ 'Q:u': 1, 'L:qo': 2 });
    expect(on(entries, '2026-08-01')).toEqual({ 'L:qo': 2, 'L:ql': 1 });
    expect(on(entries, '2026-08-02')).toEqual({ 'Q:d': 1, 'L:qo': 1 });
    expect(on(entries, '2026-08-31')).toEqual({ 'Q:u': 1, 'L:qo': 1 });
    expect(on(entries, '2030-01-01')).toEqual({ 'L:qo': 1, 'L:ql': 1 });
  });

  it('has tasks done in time on the day they were due', () => {
    const entries = of({ deadline: '2026-08-31', doneOn: '2026-07-20' });
    expect(on(entries, '2026-07-20')).toEqual({ 'Q:d': 1 });
    expect(on(entries, '2026-08-31')).toEqual({ 'Q:u': 1, 'Q:t': 1 });
    expect(on(entries, '2026-09-01')).toEqual({});
    expect(on(of({ deadline: '2026-07-31', doneOn: '2026-07-31' }), '2026-07-31')).toMatchObject({
      'Q:u': 1,
      'Q:t': 1,
    });
    // The day after the deadline is one day late, on no day of which it was open.
    expect(of({ deadline: '2026-07-31', doneOn: '2026-08-01' }).some(({ m }) => m['L:ql'])).toBe(false);
  });

  it('has tasks dropped by their deadline never due, those dropped after it due and late until then', () => {
    const early = of({ deadline: '2026-07-31', droppedOn: '2026-07-31' });
    expect(on(early, '2026-07-31')).toEqual({ 'Q:x': 1 });
    const late = of({ deadline: '2026-07-31', droppedOn: '2026-08-05' });
    expect([on(late, '2026-07-31'), on(late, '2026-08-04'), on(late, '2026-08-05')]).toEqual([
      { 'Q:u': 1, 'L:qo': 1 },
      { 'L:qo': 1, 'L:ql': 1 },
      { 'Q:x': 1 },
    ]);
  });

  it('without tasks is one resolution; voided it never was', () => {
    expect(of()).toEqual([{ u: resolution.unitId, d: dayOf('2026-07-03'), m: { 'Q:a': 1 } }]);
    expect(derive('meetings.resolution-recorded.v1', { ...resolution, state: 'voided' })).toEqual([]);
  });
});

describe('an opinion', () => {
  it('counts at the branch, by where it lies, and overdue past the day set for it', () => {
    const entries = derive('meetings.opinion-recorded.v1', opinion);
    expect(new Set(entries.map(({ u }) => u))).toEqual(new Set([opinion.unitId]));
    expect(on(entries, '2026-07-03')).toEqual({ 'Y:r': 1, 'L:yo': 1, 'L:y1': 1 });
    expect(on(entries, '2026-07-10')).toEqual({ 'L:yo': 1, 'L:y2': 1 });
    expect(on(entries, '2026-08-15')).toEqual({ 'L:yo': 1, 'L:y2': 1 });
    expect(on(entries, '2026-08-16')).toEqual({ 'L:yo': 1, 'L:y2': 1, 'L:yl': 1 });
    expect(on(entries, '2026-08-20')).toEqual({ 'Y:2': 1, 'Y:n': 48 });
    expect(derive('meetings.opinion-recorded.v1', { ...opinion, state: 'voided' })).toEqual([]);
  });

  it('settled at once is in that column alone; opened again it is open from that day, overdue at once', () => {
    const branch = { level: 'branch' as const, unitId: opinion.unitId };
    const entries = derive('meetings.opinion-recorded.v1', {
      ...opinion,
      state: 'open',
      due: '2026-07-10',
      stretches: [
        { ...branch, from: '2026-07-03', to: '2026-07-03' },
        { ...branch, from: '2026-08-01', to: null },
      ],
      settlements: [{ on: '2026-07-03', level: 'branch', atOnce: true, days: 0 }],
      reopenedOn: ['2026-08-01'],
    });
    expect(on(entries, '2026-07-03')).toEqual({ 'Y:r': 1, 'Y:s': 1 });
    expect(on(entries, '2026-07-20')).toEqual({});
    // Of no day there is no entry.
    expect(entries.every(({ d, to }) => to === undefined || to === null || d < to)).toBe(true);
    expect(on(entries, '2026-08-01')).toEqual({ 'Y:o': 1, 'L:yo': 1, 'L:y1': 1, 'L:yl': 1 });
  });
});
