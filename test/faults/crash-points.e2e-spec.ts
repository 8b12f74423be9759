import { ALL_CASES, runCrashPoints, type Case } from './crash-points.js';

// All of them are `npm run faults`; CRASH_POINTS=all has them here too.
const SAMPLE = ['meetings after-send-before-mark 1', 'reports before-commit 2', 'reports in-tree-change 1'];
const nameOf = ({ service, point, hit }: Case): string => `${service} ${point} ${hit}`;
const wanted = process.env['CRASH_POINTS'] ?? SAMPLE.join();

it('a process that dies between two steps loses and doubles nothing', async () => {
  const cases = ALL_CASES.filter((one) => wanted === 'all' || wanted.split(',').includes(nameOf(one)));
  expect(cases.length).toBeGreaterThan(0);
  const said: string[] = [];
  const exact = await runCrashPoints({
    seed: 1,
    cases,
    say: (line) => void (said.push(line), process.stderr.write(`${line}\n`)),
  });
  expect({ exact, said }).toEqual({ exact: true, said });
}, 7_200_000);
