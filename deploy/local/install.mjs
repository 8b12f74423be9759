// Installs the packages of package-lock.json when node_modules does not hold exactly these. Node built-ins only: this
// runs before there are any packages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ensureRoom } from './disk.mjs';
import { ROOT } from './paths.mjs';
import { isNetworkFailure, lastWords, run } from './programs.mjs';
import { asTrouble, Trouble } from './trouble.mjs';

const ROOM_FOR_PACKAGES_MB = 800;

/** Whether what npm noted of node_modules agrees with the lock file. Packages for other systems may be missing. */
export function isInstalled(root = ROOT) {
  const noted = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(noted)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const have = packagesOf(noted);
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    return have[path] ? have[path].version === version : Boolean(optional);
  });
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Without a network npm tries for many minutes before it says so; one question tells it in seconds. */
async function registryAway() {
  const { code, output } = await run('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=15000'], { cwd: ROOT });
  return code !== 0 && isNetworkFailure(output);
}

/**
 * Not `npm ci`: that refuses the lock file where a registry does not carry the binaries of every platform. This installs
 * what is locked just as well, changes no lock file, and keeps what is already there.
 */
function npmInstall(offline) {
  const args = ['install', '--no-save', '--no-audit', '--no-fund', ...(offline ? ['--offline'] : [])];
  return run('npm', args, { cwd: ROOT, timeoutMs: 1_200_000 });
}

/** @throws Trouble when npm cannot. */
export async function installIfNeeded({ say = console.log, logs } = {}) {
  if (isInstalled()) return;
  ensureRoom(ROOT, ROOM_FOR_PACKAGES_MB, 'the place of the clone');
  say('Installing packages');
  const { code, output, missing } = await npmInstall(await registryAway());
  if (code === 0) return;
  if (logs) writeFileSync(join(logs, 'npm.log'), output);
  if (missing) throw new Trouble('No "npm" was found: install Node with npm (https://nodejs.org).');
  if (/ENOSPC/.test(output)) throw asTrouble({ code: 'ENOSPC' }, ROOT);
  if (isNetworkFailure(output)) {
    throw new Trouble(
      'The packages could not be downloaded: the npm registry was not reached. Connect to the network (needed once), or set a mirror: npm config set registry <address>.',
    );
  }
  throw new Trouble(`npm install failed (${lastWords(output)}): mend that and start again.`);
}
