import { dayOf } from '#calendar';
import type { ResolutionRecordedV1 } from '#contracts';
import type { Amounts, Entry } from '../contribution.js';
import { RESOLUTION_KEYS as KEYS } from '../measure-keys.js';
import { daysOf } from './days.js';
import { heldEntries } from './held.js';

type Task = ResolutionRecordedV1['tasks'][number];

/**
 * Counts at the unit that adopted it, and once that has ended at who has it: its tasks when they are set, due, done or
 * dropped, and while they are open.
 */
export function fromResolution({ unitId: u, state, adoptedOn, tasks, held }: ResolutionRecordedV1): Entry[] {
  if (state === 'voided') return [];
  const set: Amounts = tasks.length > 0 ? { [KEYS.tasksSet]: tasks.length } : {};
  const entries = [
    { u, d: dayOf(adoptedOn), m: { [KEYS.adopted]: 1, ...set } },
    ...tasks.flatMap((task) => fromTask(u, adoptedOn, task)),
  ];
  return heldEntries(entries, held);
}

/**
 * Done in time and due are both counted on the deadline, so that one is a share of the other. What was dropped by then
 * is not due. Late from the day after the deadline until it is done or dropped, said when it is written.
 */
function fromTask(u: string, adoptedOn: string, { deadline, doneOn, droppedOn }: Task): Entry[] {
  const over = doneOn ?? droppedOn;
  const entries: Entry[] = [];
  if (doneOn !== null) entries.push({ u, d: dayOf(doneOn), m: { [KEYS.tasksDone]: 1 } });
  if (droppedOn !== null) entries.push({ u, d: dayOf(droppedOn), m: { [KEYS.tasksDropped]: 1 } });
  const d = dayOf(deadline);
  if (droppedOn === null || droppedOn > deadline) {
    const inTime: Amounts = doneOn !== null && doneOn <= deadline ? { [KEYS.tasksDoneInTime]: 1 } : {};
    entries.push({ u, d, m: { [KEYS.tasksDue]: 1, ...inTime } });
  }
  const open = daysOf({ from: adoptedOn, to: over });
  if (open.to === null || open.d < open.to) entries.push({ u, ...open, m: { [KEYS.tasksOpen]: 1 } });
  if (open.to === null || d + 1 < open.to) entries.push({ u, d: d + 1, to: open.to, m: { [KEYS.tasksLate]: 1 } });
  return entries;
}
