import { countTasks, reachedOn, since } from './opening.rules.js';
import { newTask } from './tasks.rules.js';

const ON = '2026-09-03';
const task = (deadline: string, over: { doneOn?: string; droppedOn?: string } = {}) => ({
  ...newTask({ taskId: 'x', assignee: { kind: 'unit', id: 'u' }, deadline, text: '', target: null }),
  ...over,
});
const TASKS = [
  task('2026-08-31', { doneOn: '2026-08-31' }), // in time
  task('2026-08-31', { doneOn: ON }), // late, but by the day
  task('2026-12-31', { doneOn: '2026-08-20' }), // before it was due
  task('2026-08-31', { doneOn: '2026-09-04' }), // after the day: late on it
  task(ON), // due that day
  task('2026-09-30'), // not due yet
  task('2026-08-31', { droppedOn: '2026-08-20' }),
];

describe('what opens the next meeting', () => {
  it('counts tasks as they stood on the day', () => {
    expect(countTasks([{ tasks: TASKS.slice(0, 3) }, { tasks: TASKS.slice(3) }], ON)).toEqual({
      set: 7,
      due: 4,
      open: 2,
      late: 1,
      done: 3,
      dropped: 1,
    });
  });

  it('has the share of targets reached, of those due or done by then, with both numbers', () => {
    expect(reachedOn([{ tasks: TASKS }], ON)).toEqual({
      reached: 3,
      of: 5,
      share: 60,
      rounding: { mode: 'half-up', decimals: 2 },
    });
    expect(reachedOn([{ tasks: [TASKS[0]!, TASKS[1]!, TASKS[4]!] }], ON).share).toBe(66.67);
    expect(reachedOn([{ tasks: [TASKS[5]!, TASKS[6]!] }], ON)).toMatchObject({ reached: 0, of: 0, share: null });
  });

  it.each([
    ['2026-08-04', ON, '2026-08-04'],
    [null, ON, '2026-08-03'],
    [null, '2026-03-31', '2026-02-28'],
    [null, '2026-01-15', '2025-12-15'],
  ])('tells of resolutions since the last regular meeting (%s), else of a month', (last, on, first) => {
    expect(since(last, on)).toBe(first);
  });
});
