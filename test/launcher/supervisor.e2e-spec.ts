import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort } from '#testing';
import { alive, begin, endAll, evaluate, folder, type Running } from './programs.js';

jest.setTimeout(90_000);
afterEach(endAll);

const DRIVER = join(__dirname, 'fixtures/supervise.mjs');
const LIMITS = { deaths: 3, withinMs: 60_000, firstPauseMs: 20, longestPauseMs: 100 };

const listener = (port: number, more = ''): string =>
  `require('net').createServer().listen(${port}, '127.0.0.1'); console.log('listening on ${port}'); ${more}`;

type Part = { name: string; port: number; script: string; patienceMs?: number };
type Journal = { launcher: Noted; parts: (Noted & { name: string; port: number })[] };
type Noted = { pid: number; startedAt: string };

const anyAlive = async (pids: number[]): Promise<boolean> => (await Promise.all(pids.map(alive))).includes(true);
const journalIn = (home: string): Journal => JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as Journal;
const supervise = (home: string, parts: Part[]): Running =>
  begin(process.execPath, [DRIVER, home, JSON.stringify(parts), JSON.stringify(LIMITS)]);

const twoParts = async (): Promise<Part[]> => {
  const [first, second] = [await freePort(), await freePort()];
  return [
    { name: 'first', port: first, script: listener(first) },
    { name: 'second', port: second, script: listener(second) },
  ];
};

const pidOf = (home: string, name: string): number =>
  journalIn(home).parts.find((part) => part.name === name)?.pid ?? 0;

describe('a part that dies', () => {
  it('is started again, and no more once it has died too often', async () => {
    const home = folder();
    const run = supervise(home, await twoParts());
    await run.said('up');
    const first = pidOf(home, 'first');
    process.kill(first, 'SIGKILL');
    const second = await eventually(() => (pidOf(home, 'first') === first ? false : pidOf(home, 'first')));
    expect(await alive(second)).toBe(true);
    expect(run.output()).toContain('first ended (signal SIGKILL): starting it again in 20 ms');

    process.kill(second, 'SIGKILL');
    const third = await eventually(() => (pidOf(home, 'first') === second ? false : pidOf(home, 'first')));
    process.kill(third, 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/✗ first ended 3 times within 60 s \(last: signal SIGKILL\) and is not started again/);
    expect(run.output()).toContain('all ended');
  });

  it('because it was ended, and was started anew, is not started a second time', async () => {
    // Its threads and its memory go one after another: it is dead for a while before its end is told.
    const port = await freePort();
    const script = listener(port, 'global.held = Buffer.alloc(5e8, 1)');
    const run = supervise(folder(), [{ name: 'first', port, script }]);
    await run.said('up');
    for (let times = 2; times <= 4; times += 1) {
      process.kill(run.pid, 'SIGHUP');
      await eventually(() => run.output().split('first is ready').length > times);
    }
    expect(run.output()).not.toContain('starting it again');
  });

  it('before it was ready is reported with the end of its log', async () => {
    const run = supervise(folder(), [
      { name: 'broken', port: 1, script: `console.log('CONFIG: PORT'); process.exit(7)` },
    ]);
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/✗ broken ended \(exit code 7\) before it was ready.*broken\.log.*\n {2}CONFIG: PORT/);
  });

  it('stays away while it is held, and is there again when released', async () => {
    const home = folder();
    const run = supervise(home, (await twoParts()).slice(0, 1));
    await run.said('up');
    const first = pidOf(home, 'first');
    run.kill('SIGUSR2');
    await run.said('first is held');
    expect(await alive(first)).toBe(false);
    expect(pidOf(home, 'first')).toBe(first);
    run.kill('SIGUSR2');
    await eventually(() => pidOf(home, 'first') !== first);
    expect(run.output()).not.toContain('starting it again');
  });

  it('that never becomes ready is reported with the end of its log, and ended', async () => {
    const script = `console.log('waiting for ' + process.pid); setInterval(() => {}, 1000)`;
    const run = supervise(folder(), [{ name: 'slow', port: 1, script, patienceMs: 700 }]);
    expect(await run.ended).toBe(1);
    const pid = Number(/waiting for (\d+)/.exec(run.output())?.[1]);
    expect(run.output()).toMatch(/✗ slow is not ready after 1 s: see its log .*slow\.log/);
    expect(await alive(pid)).toBe(false);
  });
});

describe('what a killed launcher leaves', () => {
  it('is ended by the next start, which then works', async () => {
    const home = folder();
    const parts = await twoParts();
    const killed = supervise(home, parts);
    await killed.said('up');
    const left = journalIn(home).parts.map(({ pid }) => pid);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(await Promise.all(left.map(alive))).toEqual([true, true]);

    const next = supervise(home, parts);
    await next.said('up');
    expect(next.output()).toContain('Ending what an earlier start left: first');
    expect(await anyAlive(left)).toBe(false);
    const pids = journalIn(home).parts.map(({ pid }) => pid);
    next.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(await anyAlive(pids)).toBe(false);
  });

  it('is told from a stranger that carries the same number', async () => {
    const home = folder();
    const stranger = begin(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const noted = { name: 'first', pid: stranger.pid, startedAt: 'another boot/1', port: 1 };
    writeFileSync(
      join(home, 'run.json'),
      JSON.stringify({ launcher: { ...noted, pid: stranger.pid }, parts: [noted] }),
    );
    const run = supervise(home, await twoParts());
    await run.said('up');
    expect(await alive(stranger.pid)).toBe(true);
    expect(run.output()).not.toContain('Ending what');
    run.kill('SIGTERM');
    await run.ended;
    stranger.kill('SIGKILL');
  });

  it('is left alone while its launcher lives', async () => {
    const home = folder();
    const run = supervise(home, await twoParts());
    await run.said('up');
    const second = supervise(home, await twoParts());
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/✗ It is running already \(process \d+\): end it with Ctrl-C/);
    expect(await Promise.all(journalIn(home).parts.map(({ pid }) => alive(pid)))).toEqual([true, true]);
    run.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });
});

it('the start time of a process tells it from every other', async () => {
  const own = `it.startedAt(process.pid)`;
  expect(
    await evaluate('processes.mjs', `[${own} === ${own}, it.startedAt(process.ppid) === ${own}, it.startedAt(-1)]`),
  ).toEqual([true, false, null]);
});
