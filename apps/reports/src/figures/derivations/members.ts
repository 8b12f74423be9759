import { dayOf } from '#calendar';
import type { CompositionChangedV1, CompositionPart, MemberChangedV1, RollStretch } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { COMPOSITION_KEYS, MOVED_BY_ACT, MOVEMENT_KEYS, ROLL_KEYS } from '../measure-keys.js';
import { daysOf } from './days.js';

/** Whole times on one roll: a change of standing does not end them, so a head-count moves with people and units only. */
function rolls(stretches: readonly RollStretch[]): Pick<RollStretch, 'unitId' | 'from' | 'to'>[] {
  const whole: Pick<RollStretch, 'unitId' | 'from' | 'to'>[] = [];
  for (const { unitId, from, to } of stretches) {
    const last = whole.at(-1);
    if (last && last.unitId === unitId && last.to === from) last.to = to;
    else whole.push({ unitId, from, to });
  }
  return whole;
}

const statusOf = ({ standing, exempt, suspended, inTransit }: RollStretch): Amounts => ({
  [ROLL_KEYS[standing]]: 1,
  ...(exempt ? { [ROLL_KEYS.exempt]: 1 } : {}),
  ...(suspended ? { [ROLL_KEYS.suspended]: 1 } : {}),
  ...(inTransit ? { [ROLL_KEYS.inTransit]: 1 } : {}),
});

/** The parts of [from, to) that lie on some roll, with the unit of each. */
const homesDuring = (stretches: readonly RollStretch[], from: string, to: string | null) =>
  rolls(stretches).flatMap((roll) => {
    const first = roll.from > from ? roll.from : from;
    const end = roll.to === null ? to : to === null || roll.to < to ? roll.to : to;
    return end === null || first < end ? [{ unitId: roll.unitId, from: first, to: end }] : [];
  });

/** A member is one of the head-count of each roll he was on, once a day; a temporary stay is a memo item at both units. */
export function fromMember(member: MemberChangedV1): Entry[] {
  const { stretches, temporary, transferOverdue, movements, withUnits = [] } = member;
  return [
    ...rolls(stretches).map((roll) => ({ u: roll.unitId, ...daysOf(roll), m: { [ROLL_KEYS.total]: 1 } })),
    ...stretches.map((stretch) => ({ u: stretch.unitId, ...daysOf(stretch), m: statusOf(stretch) })),
    ...temporary.map((stay) => ({ u: stay.unitId, ...daysOf(stay), m: { [ROLL_KEYS.temporaryIn]: 1 } })),
    ...temporary
      .flatMap(({ from, to }) => homesDuring(stretches, from, to))
      .map((home) => ({ u: home.unitId, ...daysOf(home), m: { [ROLL_KEYS.temporaryOut]: 1 } })),
    ...transferOverdue.map((late) => ({ u: late.unitId, ...daysOf(late), m: { [ROLL_KEYS.transferOverdue]: 1 } })),
    ...movements.map(({ kind, unitId, date }) => ({ u: unitId, d: dayOf(date), m: { [MOVEMENT_KEYS[kind]]: 1 } })),
    ...withUnits.flatMap(({ fromUnitId, toUnitId, date }) => [
      { u: fromUnitId, d: dayOf(date), m: { [MOVED_BY_ACT]: -1 } },
      { u: toUnitId, d: dayOf(date), m: { [MOVED_BY_ACT]: 1 } },
    ]),
  ];
}

/** Each change of level holds from its day on. */
export const fromComposition = ({ unitId, changes }: CompositionChangedV1): Entry[] =>
  changes.flatMap(({ date, counts }) => {
    const parts = Object.entries(counts).filter(([, n]) => n !== 0);
    if (parts.length === 0) return [];
    const m = Object.fromEntries(parts.map(([part, n]) => [COMPOSITION_KEYS[part as CompositionPart], n]));
    return [{ u: unitId, d: dayOf(date), to: null, m }];
  });
