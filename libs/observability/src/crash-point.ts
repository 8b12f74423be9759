/** Where a process may be made to die, for test/faults: between two steps that a power cut could fall between. */
export const CRASH_POINTS = [
  'after-business-commit',
  'before-send',
  'after-send-before-mark',
  'after-mark',
  'after-assignment',
  'after-read-of-contributions',
  'before-commit',
  'after-commit-before-resolve',
  'in-quarantine',
  'in-tree-change',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** kill -9, and not one statement more: the signal may take a moment to arrive. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/**
 * What `CRASH_AT` asks for, `<point>:<n>`: the process dies the n-th time it comes by the point. Without it nothing.
 * @throws Error in production, and for a point that there is not
 */
export function crashPointsOf(env: NodeJS.ProcessEnv, dies: () => void = die): (point: CrashPoint) => void {
  const asked = env['CRASH_AT'];
  if (!asked) return () => undefined;
  if (env['NODE_ENV'] === 'production') throw new Error('CRASH_AT is for tests: unset it');
  const [name, nth] = asked.split(':');
  let left = Number(nth);
  if (!CRASH_POINTS.some((point) => point === name) || !Number.isInteger(left) || left < 1)
    throw new Error(`CRASH_AT=${asked} is no crash point: <${CRASH_POINTS.join('|')}>:<n>`);
  return (point) => {
    if (point === name && (left -= 1) === 0) dies();
  };
}

/** Marks a crash point; costs a call of an empty function. */
export const crashPoint = crashPointsOf(process.env);
