import { createHash } from 'node:crypto';
import { dateOf, dayOf } from '#calendar';
import type { MeetingRecordedV1, UnitRecord } from '#contracts';
import { Tree, TreeFault } from '#tree';
import type { Random } from './random.js';

export const FIRST_DAY = dayOf('2026-06-20');
export const DAYS = 40;
export const UNITS = Array.from({ length: 8 }, (_, at) => `unit-${at}`);

/** A UUID that is the same for the same name in every run. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Any state of a meeting: other days, other branches, now and then voided. */
export function anyMeeting(random: Random, id: string, version: number): MeetingRecordedV1 {
  const date = dateOf(FIRST_DAY + random.below(DAYS));
  const present = 1 + random.below(30);
  return {
    meetingId: id,
    version,
    unitId: idOf(random.pick(UNITS)),
    state: random.below(8) === 0 ? 'voided' : 'closed',
    kind: 'regular',
    date,
    startsAt: `${date}T19:00:00+07:00`,
    endsAt: `${date}T20:30:00+07:00`,
    minutes: 90,
    attendance: {
      source: 'declared',
      belong: present + 2,
      present,
      excused: 1,
      unexcused: 1,
      exempt: 0,
      elsewhere: 0,
      voteBase: present + 2,
    },
    tooShort: false,
    late: false,
  };
}

export type TreeStep = { revision: number; record: UnitRecord };

type Stretch = { from: number; to: number | null; parent: string | null };
const recordOf = (name: string, version: number, stretches: readonly Stretch[]): UnitRecord => ({
  id: idOf(name),
  version,
  voided: stretches.length === 0,
  stretches: stretches.map(({ from, to, parent }) => ({
    from: dateOf(from),
    to: to === null ? null : dateOf(to),
    code: name,
    name,
    kind: 'commune',
    level: 'commune',
    parentId: parent === null ? null : idOf(parent),
  })),
});

/** Changes of the tree that are legal in this order: units come, move on days past and to come, and are voided. */
export function treeSteps(random: Random, count: number): TreeStep[] {
  const tree = new Tree();
  const steps: TreeStep[] = [];
  const known: string[] = [];
  const put = (unit: string, stretches: Stretch[]): void => {
    const revision = steps.length + 1;
    const record = recordOf(unit, revision, stretches);
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
    const stretches: Stretch[] = [{ from: FIRST_DAY - 100, to: cut, parent: random.pick(known) }];
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
