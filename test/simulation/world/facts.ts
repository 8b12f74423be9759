import { dayOf } from '#calendar';
import type { MeetingRecordedV1, UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import { idOf, meeting, unitRecord, type StretchOf } from '../../../apps/reports/src/figures/write-path.harness.js';
import type { Random } from './random.js';

export const FIRST_DAY = dayOf('2026-06-20');
export const DAYS = 40;
export const UNITS = Array.from({ length: 8 }, (_, at) => `unit-${at}`);

/** Any state of a meeting: other days, other branches, now and then voided. */
export function anyMeeting(random: Random, id: string, version: number): MeetingRecordedV1 {
  const day = FIRST_DAY + random.below(DAYS);
  const present = 1 + random.below(30);
  const unit = random.pick(UNITS);
  const state = random.below(8) === 0 ? 'voided' : 'closed';
  return { ...meeting({ id, unit, day, version, present, state }), meetingId: id };
}

export type TreeStep = { revision: number; record: UnitRecord };

/** Changes of the tree that are legal in this order: units come, move on days past and to come, and are voided. */
export function treeSteps(random: Random, count: number): TreeStep[] {
  const tree = new Tree();
  const steps: TreeStep[] = [];
  const known: string[] = [];
  const put = (unit: string, stretches: StretchOf[]): void => {
    const revision = steps.length + 1;
    const record = unitRecord(unit, revision, stretches);
    try {
      tree.apply(record, revision);
    } catch (fault) {
      if (fault instanceof TreeFault) return;
      throw fault;
    }
    if (!known.includes(unit)) known.push(unit);
    steps.push({ revision, record });
  };
  put('unit-0', [{ from: FIRST_DAY - 100, to: null, parent: null }]);
  while (steps.length < count) {
    const unit = random.pick(UNITS.slice(1));
    const cut = FIRST_DAY + random.below(DAYS);
    const stretches: StretchOf[] = [{ from: FIRST_DAY - 100, to: cut, parent: random.pick(known) }];
    if (random.chance(0.6)) stretches.push({ from: cut + random.below(10), to: null, parent: random.pick(known) });
    put(unit, random.below(12) === 0 ? [] : stretches);
  }
  return steps;
}

export function cloudEvent(type: string, subject: string, data: unknown): Buffer {
  return Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: idOf(`${type} ${subject} ${JSON.stringify(data)}`),
      type,
      source: `/${type.split('.')[0]}`,
      subject,
      time: '2026-11-28T12:00:00.000Z',
      datacontenttype: 'application/json',
      data,
    }),
  );
}
