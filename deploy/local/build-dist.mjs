// One compilation of all apps and libs (four `nest build` runs would compile the libs four times), skipped when no
// source has changed. Nothing is deleted beforehand, so that services running from dist stay whole; what has lost its
// source is removed afterwards.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ROOT } from './paths.mjs';
import { isSame, startedAt } from './processes.mjs';
import { Trouble } from './trouble.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.sources');
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'deploy/local/tsconfig.build.json',
];
/** What services read that is no code: [from, to in dist]. */
const ASSETS = [['libs/contracts/samples', 'libs/contracts/samples']];
const NOT_BUILT = /\.(int-)?spec\.ts$/;

/** Compiles into dist unless dist already holds exactly these sources. One line says which. */
export async function buildIfStale({ force = false, say = console.log } = {}) {
  mkdirSync(DIST, { recursive: true });
  const unlock = await lock();
  try {
    const sources = sourceFiles();
    const hash = hashOf(sources);
    if (!force && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) {
      say('Build: up to date');
      return;
    }
    const begun = Date.now();
    rmSync(STAMP, { force: true });
    await compile();
    removeOrphans();
    for (const [from, to] of ASSETS) cpSync(join(ROOT, from), join(DIST, to), { recursive: true });
    writeFileSync(STAMP, hash);
    say(`Build: ${sources.length} files in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  } finally {
    unlock();
  }
}

function walk(folder) {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
}

function sourceFiles() {
  return ['apps', 'libs']
    .flatMap((folder) => walk(join(ROOT, folder)))
    .filter((file) => /\.(ts|json)$/.test(file) && !NOT_BUILT.test(file))
    .sort((a, b) => (a < b ? -1 : 1));
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS.map((name) => join(ROOT, name)), ...sources]) {
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

async function compile() {
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  const args = [nest, 'build', 'registry'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((done, failed) => child.once('exit', done).once('error', failed));
  if (code !== 0) throw new Trouble('The build failed: mend the type errors above, then run `npm run build`.');
}

function removeOrphans() {
  for (const file of [...walk(join(DIST, 'apps')), ...walk(join(DIST, 'libs'))]) {
    const source = join(ROOT, relative(DIST, file).replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source)) rmSync(file);
  }
}

/** Two builds at once would write the same files: the second waits for the first, and then finds nothing to do. */
async function lock() {
  const file = join(DIST, '.building');
  const mine = JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) });
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isSame(holderOf(file))) rmSync(file, { force: true });
    else await pause(200);
  }
}

function holderOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Gone or half written: nobody holds it for longer than an instant.
    return { pid: -1, startedAt: '' };
  }
}
