// Takes one guard out after the other, in a copy of the sources, and shows that a check then fails: `node
// test/simulation/guards.mjs [words of a guard]`. Kafka and MongoDB as of `npm test`.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { startTestServers, stopTestServers } from '../../deploy/local/test-servers.mjs';

const root = resolve(import.meta.dirname, '../..');
const SEEDS = process.env.SEEDS ?? '1000';
const wanted = process.argv.slice(2).join(' ');

function copyOfSources() {
  const copy = mkdtempSync(join(tmpdir(), 'lien-cap-guards-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
    .toString()
    .split('\n')
    .filter((file) => /^(apps|libs|test|deploy)\/|^(package|tsconfig)\.json$/.test(file));
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** @throws when a text is not there exactly once: the guard has to be looked at again. */
function edited(copy, edits) {
  const before = new Map();
  for (const { file, text, instead } of edits) {
    const path = join(copy, file);
    const source = readFileSync(path, 'utf8');
    if (!before.has(path)) before.set(path, source);
    if (source.split(text).length !== 2) throw new Error(`${file} does not have exactly once: ${text}`);
    writeFileSync(
      path,
      source.replace(text, () => instead),
    );
  }
  return () => before.forEach((source, path) => writeFileSync(path, source));
}

/** Runs the check of a guard; answers whether something failed, and what. */
async function failureOf(copy, { by, test }) {
  const simulated = by === 'simulation';
  const file = simulated ? 'test/simulation/simulation.spec.ts' : by;
  const args = ['-i', '-c', 'test/jest.config.mjs', '--selectProjects', simulated ? 'unit' : 'int'];
  if (test) args.push('-t', test);
  const options = { cwd: copy, env: { ...process.env, SEEDS }, maxBuffer: 64 * 1024 * 1024 };
  const { failed, said } = await new Promise((done) =>
    execFile(join(copy, 'node_modules/.bin/jest'), [...args, '--', file], options, (error, stdout, stderr) =>
      done({ failed: error !== null, said: stdout + stderr }),
    ),
  );
  if (!failed || !said.includes('✕')) return { caught: false, how: failed ? said.slice(-600) : 'NOT CAUGHT' };
  const seed = /"seed": (\d+)/.exec(said)?.[1];
  const fault = /\+ +"([^"\n]*)/.exec(said.slice(said.lastIndexOf('"faults"')))?.[1] ?? '';
  return { caught: true, how: seed ? `simulation, seed ${seed}: ${fault.slice(0, 90)}` : `${file}: ${test}` };
}

const guards = JSON.parse(readFileSync(join(import.meta.dirname, 'guards.json'), 'utf8'));
const copy = copyOfSources();
let missed = 0;
await startTestServers();
try {
  console.log('| guard taken out | caught by |\n| --- | --- |');
  for (const { guard, edits, check } of guards.filter((one) => one.guard.includes(wanted))) {
    const putBack = edited(copy, edits);
    const { caught, how } = await failureOf(copy, check);
    putBack();
    missed += caught ? 0 : 1;
    console.log(`| ${guard} | ${how} |`);
  }
} finally {
  await stopTestServers();
  rmSync(copy, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;
