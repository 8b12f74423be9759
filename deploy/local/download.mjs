import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ensureRoom, ROOM_FOR_DOWNLOAD_MB } from './disk.mjs';
import { cacheFolder } from './paths.mjs';
import { isNetworkFailure, lastWords } from './programs.mjs';
import { asTrouble, Trouble } from './trouble.mjs';

/**
 * A folder of the user's cache, filled once: `fill(folder)` works in a folder beside it that takes the name only when
 * complete, so that a broken download is never mistaken for a whole one.
 */
export async function cached(name, fill) {
  const cache = cacheFolder();
  const target = join(cache, name);
  if (existsSync(target)) return target;
  ensureRoom(cache, ROOM_FOR_DOWNLOAD_MB, 'XDG_CACHE_HOME');
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, `.${name}-`));
  try {
    await fill(draft);
    if (!existsSync(target)) renameSync(draft, target);
  } catch (error) {
    throw asTrouble(error, cache);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** The trouble of a download tool that failed: the network, or its own last words. Its whole output goes to `log`. */
export function downloadTrouble({ what, tool, from, mirror, otherwise, output, log }) {
  if (log) writeFileSync(log, output);
  if (/no space left/i.test(output)) return asTrouble({ code: 'ENOSPC' }, cacheFolder());
  if (isNetworkFailure(output)) {
    return new Trouble(
      `${what} could not be downloaded: ${from} was not reached. Connect to the network (needed once, later starts work without), or set a mirror in ${mirror}, or ${otherwise}.`,
    );
  }
  return new Trouble(`${what} could not be downloaded by ${tool} (${lastWords(output)}): mend that, or ${otherwise}.`);
}
