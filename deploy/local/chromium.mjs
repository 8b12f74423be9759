import { run } from './programs.mjs';
import { Trouble } from './trouble.mjs';

/** The Chromium to drive: CHROMIUM_PATH, or one on PATH. @throws Trouble when there is none. */
export async function findChromium(env = process.env) {
  const names = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : ['chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) {
    const { code } = await run(name, ['--version'], { timeoutMs: 30_000 });
    if (code === 0) return name;
  }
  throw new Trouble(
    'The browser tests drive Chromium and none was found: install it (Debian: apt install chromium), or set CHROMIUM_PATH to one.',
  );
}
