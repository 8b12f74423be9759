import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '#testing';
import { alive, apart, begin, endAll, START, type Running } from './programs.js';

jest.setTimeout(420_000);
afterEach(endAll);

type Part = { name: string; pid: number; port: number };

/** The environment of this run, but with native servers of its own, ports of its own and the cache of this machine. */
async function surroundings(): Promise<Record<string, string>> {
  const { XDG_CACHE_HOME: _fresh, ...own } = await apart();
  const { KAFKA_BROKERS: _kafka, MONGODB_URI: _mongodb, OIDC_ISSUER: _issuer, ...inherited } = process.env;
  return { ...(inherited as Record<string, string>), ...own, NODE_ENV: 'development' };
}

const isReady = async (port: string | undefined): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;

it('npm start survives the death of a service and its own, and ends everything on Ctrl-C', async () => {
  const env = await surroundings();
  const home = env.LIEN_CAP_HOME ?? '';
  const parts = (): Part[] => (JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as { parts: Part[] }).parts;
  const pidOf = (name: string): number => parts().find((part) => part.name === name)?.pid ?? 0;
  const start = async (): Promise<Running> => {
    const run = begin(process.execPath, [START], env);
    await run.said('Up. Ctrl-C ends everything.', 240_000);
    return run;
  };

  const first = await start();
  expect(first.output()).toMatch(/^PROOF \{.*"ok":true/m);
  for (const name of ['registry', 'meetings', 'inspection', 'reports']) {
    expect(first.output()).toContain(`http://127.0.0.1:${env[`${name.toUpperCase()}_PORT`]}/docs`);
  }

  const before = pidOf('reports');
  process.kill(before, 'SIGKILL');
  await first.said('reports ended (signal SIGKILL): starting it again');
  await eventually(() => isReady(env.REPORTS_PORT), { timeoutMs: 60_000 });
  expect(pidOf('reports')).not.toBe(before);

  const left = parts().map(({ pid }) => pid);
  expect(left).toHaveLength(7);
  first.kill('SIGKILL');
  await first.ended;
  const second = await start();
  expect(second.output()).toContain('Ending what an earlier start left');
  expect(await Promise.all(left.map(alive))).not.toContain(true);

  const running = parts().map(({ pid }) => pid);
  second.kill('SIGINT');
  expect(await second.ended).toBe(0);
  expect(await Promise.all(running.map(alive))).not.toContain(true);
});
