import { dayOf } from '#calendar';
import { heirOn, holdersOf, type Lineage } from '#tree';
import type { Resolution, ResolutionLying, Task } from './resolution.js';
import { isOver } from './tasks.rules.js';

export const isOpen = ({ state, tasks }: Resolution): boolean =>
  state === 'adopted' && tasks.some((task) => !isOver(task));

const byUnit = (task: Task): boolean => !isOver(task) && task.assignee.kind === 'unit';

export const lyingOf = ({ held = [], tasks }: Resolution): ResolutionLying => ({
  held,
  assignees: tasks.filter(byUnit).map(({ taskId, assignee }) => ({ taskId, unitId: assignee.id })),
});

/**
 * What it adopted stays with a unit that ended; what of it is still to be done is had by who goes on, from the end on. A
 * task set to such a unit is done by who goes on too.
 */
export const goingOn = (
  tree: Lineage,
  { unitId, adoptedOn }: Resolution,
  { assignees }: ResolutionLying,
  today: number,
): ResolutionLying => ({
  held: holdersOf(tree, unitId, dayOf(adoptedOn), today),
  assignees: assignees.map((one) => ({ ...one, unitId: heirOn(tree, one.unitId, today) ?? one.unitId })),
});

export function lyingWith(one: Resolution, { held, assignees }: ResolutionLying): Resolution {
  const units = new Map(assignees.map(({ taskId, unitId }) => [taskId, unitId]));
  const tasks = one.tasks.map((task) => {
    const unitId = units.get(task.taskId);
    return unitId === undefined ? task : { ...task, assignee: { kind: 'unit' as const, id: unitId } };
  });
  const { held: _held, ...rest } = one;
  return { ...rest, tasks, ...(held.length > 0 && { held }) };
}
