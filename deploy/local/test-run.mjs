import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { installIfNeeded } from './install.mjs';
import { homeFolder, ROOT } from './paths.mjs';
import { tallyLine, tallyOf } from './tally.mjs';
import { report } from './trouble.mjs';

const TIERS = ['unit', 'int', 'e2e'];

/** Runs the tests and prints `N passed, N failed` last. Returns the exit code. */
export async function main(args) {
  const browser = args.includes('--browser');
  const results = join(homeFolder(), 'test-results.json');
  let tally = { passed: 0, failed: 1 };
  try {
    mkdirSync(homeFolder(), { recursive: true });
    rmSync(results, { force: true });
    const env = await prepare(browser);
    const code = await jest(args, { projects: browser ? ['browser'] : TIERS, results, env });
    tally = tallyOf(results);
    // Jest may fail with every test green, e.g. when its set-up or teardown failed.
    if (code !== 0 && tally.failed === 0) tally.failed = 1;
  } catch (error) {
    report(error);
  }
  console.log(tallyLine(tally));
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

async function prepare(browser) {
  await installIfNeeded();
  const { buildIfStale } = await import('./build-dist.mjs');
  await buildIfStale();
  if (!browser) return process.env;
  const { findChromium } = await import('./chromium.mjs');
  return { ...process.env, CHROMIUM_PATH: await findChromium() };
}

function jest(args, { projects, results, env }) {
  const own = ['-c', join(ROOT, 'test/jest.config.mjs'), '--selectProjects', ...projects];
  const counted = ['--maxWorkers=2', '--json', `--outputFile=${results}`];
  const passed = args.filter((arg) => arg !== '--browser');
  // The options stand before jest's list option --selectProjects, which would swallow a test's path otherwise.
  const all = [join(ROOT, 'node_modules/jest/bin/jest.js'), ...counted, ...own, ...withSeparator(passed)];
  const child = spawn(process.execPath, all, { cwd: ROOT, env, stdio: ['inherit', 'ignore', 'inherit'] });
  // Ctrl-C reaches jest as well; its teardown ends the servers, and then it ends.
  process.on('SIGINT', () => {});
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 1)));
}

/** Options first, then `--` and paths: jest's list options would swallow a path that follows them. */
function withSeparator(args) {
  const firstPath = args.findIndex((arg) => !arg.startsWith('-'));
  if (firstPath < 0 || args.includes('--')) return args;
  return [...args.filter((arg) => arg.startsWith('-')), '--', ...args.filter((arg) => !arg.startsWith('-'))];
}
