import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

import { run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

/** The whole path of the Chromium to drive: CHROMIUM_PATH, or one on PATH. @throws Trouble when there is none. */
export async function findChromium(env = process.env) {
  const names = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (env.PATH ?? '').split(delimiter);
  // Playwright starts a file, it does not search PATH.
  const files = names.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))));
  for (const file of files.filter((name) => existsSync(name))) {
    const { code } = await run(file, ['--version'], { timeoutMs: 30_000 });
    if (code === 0) return file;
  }
  throw new Trouble(
    'The browser tests drive Chromium and none was found: install it (Debian: apt install chromium), or set CHROMIUM_PATH to one.',
  );
}
