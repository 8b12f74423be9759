import { dateOf, dayOf, localDayOf } from '#calendar';
import { stateOn, type Tree } from '#tree';
import type { Circumstances } from './members.rules.js';

/** What commands on members are judged by: the tree as known now, and the day. */
export const circumstancesOf = (now: Date, by: string, tree: Tree): Circumstances => ({
  by,
  now,
  today: dateOf(localDayOf(now)),
  levelOn: (unitId, date) => {
    const record = tree.get(unitId);
    return record && (stateOn(record, dayOf(date))?.level ?? 'closed');
  },
});
