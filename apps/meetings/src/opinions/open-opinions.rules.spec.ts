import { dayOf } from '#calendar';
import type { UnitRecord } from '#contracts';
import type { Opinion } from './opinion.js';
import { goingOn, lyingOf, type Levels } from './open-opinions.rules.js';

const END = '2025-07-01';
const unit = (id: string, from: string, to: string | null, heir?: string): UnitRecord => ({
  id,
  version: 1,
  voided: false,
  stretches: [{ from, to, code: id, name: id, kind: 'ward', level: 'commune', parentId: null }],
  ...(heir && { successions: [{ from: END, history: 'moves', to: [{ unitId: heir, weight: 1 }] }] }),
});
const units = new Map([unit('old', '2000-01-01', END, 'new'), unit('new', END, null)].map((one) => [one.id, one]));
const levels: Levels = {
  get: (id) => units.get(id),
  aliveOn: (id, day) =>
    units.get(id)!.stretches.some(({ from, to }) => dayOf(from) <= day && (to === null || day < dayOf(to))),
  parentOn: () => null,
  levelOn: () => 'province',
};
const opinion = (from: string): Opinion => ({
  unitId: 'old',
  meetingId: null,
  raisedOn: from,
  by: 'people',
  field: 'other',
  due: null,
  text: '',
  state: 'open',
  stretches: [{ level: 'commune', unitId: 'old', from, to: null }],
  settlements: [],
  reopenedOn: [],
});
const going = (one: Opinion, today: string) => goingOn(levels, one, lyingOf(one), dayOf(today));

describe('an open opinion', () => {
  it('goes on from the end on with who follows the unit where it lies, of the level that this is of', () =>
    expect(going(opinion('2025-06-01'), '2025-08-01')).toEqual({
      held: [{ unitId: 'new', from: END }],
      stretches: [
        { level: 'commune', unitId: 'old', from: '2025-06-01', to: END },
        { level: 'province', unitId: 'new', from: END, to: null },
      ],
    }));

  it('stays until the end, and was never there when it came after it', () => {
    expect(going(opinion('2025-06-01'), '2025-06-30')).toEqual(lyingOf(opinion('2025-06-01')));
    expect(going(opinion('2025-07-15'), '2025-08-01').stretches).toEqual([
      { level: 'province', unitId: 'new', from: '2025-07-15', to: null },
    ]);
  });
});
