import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../launcher/programs.js';

const fuzz = (expression: string): Promise<unknown> => evaluate('fuzz.mjs', expression);

describe('npm run fuzz', () => {
  it('takes minutes, a seed and a service, and refuses all else with what it takes', async () => {
    const args = [['--minutes', '0.5', '--seed', '7', '--service', 'meetings'], ['--minutes', '0'], ['--seed']];
    const [taken, ...refused] = (await fuzz(
      `${JSON.stringify(args)}.map((args) => { try { return it.optionsOf(args); } catch ({ message }) { return message; } })`,
    )) as unknown[];
    expect(taken).toEqual({ minutes: 0.5, seed: 7, services: ['meetings'] });
    expect(refused).toEqual(Array(2).fill(expect.stringContaining('npm run fuzz takes --minutes')));
  });

  it('gives each service as much time as it has routes, and a clerk a part of it when there is enough', async () => {
    const runs = await fuzz(`[1, 10.01].map((minutes) =>
      it.runsOf({ minutes, services: ['registry', 'meetings'] }, { registry: 10, meetings: 30 })
        .map(({ name, seconds }) => [name, seconds]))`);
    expect(runs).toEqual([
      [
        ['registry-administrator', 15],
        ['meetings-administrator', 45],
      ],
      [
        ['registry-administrator', 120],
        ['registry-clerk-vinh-niem', 30],
        ['meetings-administrator', 360],
        ['meetings-clerk-vinh-niem', 90],
      ],
    ]);
  });

  it('counts a run with a failure, an error, no routes or no report as failed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    const good = { operations: { tested: 3 }, test_cases: { generated: 9 }, failures: [], errors: [] };
    const reports = [
      good,
      { ...good, operations: { tested: 0 } },
      { ...good, failures: [{ title: 'Server error', count: 1 }] },
      { ...good, errors: [{ title: 'Network Error', count: 1 }] },
    ];
    const files = [...reports.keys(), 'none'].map((name) => join(folder, `${name}.json`));
    for (const [at, report] of reports.entries()) writeFileSync(files[at]!, JSON.stringify(report));
    const judged = (code: number): Promise<unknown> =>
      fuzz(`${JSON.stringify(files)}.map((file) => it.isGood({ code: ${code}, ...it.outcomeOf(file) }))`);
    expect(await judged(0)).toEqual([true, false, false, false, false]);
    expect(await judged(1)).toEqual([false, false, false, false, false]);
    rmSync(folder, { recursive: true });
  });
});
