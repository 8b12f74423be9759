import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { eventually } from '#testing';
import { freePorts } from '../../deploy/local/ports.mjs';

export const START = join(process.cwd(), 'deploy/local/start.mjs');

const folders: string[] = [];

/** A folder of this test alone, taken away when all tests of its file are over: a home with servers has 300 MB. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lien-cap-launcher-'));
  folders.push(path);
  return path;
}
afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
});

/** A program of a test: what it said so far, how it ended, and a way to signal it. */
export type Running = {
  pid: number;
  output(): string;
  /** Resolves when the text has been said. */
  said(text: string, timeoutMs?: number): Promise<unknown>;
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
};

const begun = new Set<ChildProcess>();
/** For afterEach: a test that failed half-way leaves nothing running. */
export const endAll = (): void => begun.forEach((child) => child.kill('SIGTERM'));

/** Runs a program with this environment and no other (but HOME). */
export function begin(command: string, args: string[], env: Record<string, string> = {}): Running {
  let output = '';
  const child = spawn(command, args, {
    env: { HOME: process.env.HOME, PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  begun.add(child);
  child.once('close', () => begun.delete(child));
  const collect = (text: Buffer): string => (output += text.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    said: (text, timeoutMs = 20_000) =>
      eventually(() => (output.includes(text) ? true : Promise.reject(new Error(`so far: ${output}`))), { timeoutMs }),
    ended,
    kill: (signal) => child.kill(signal),
  };
}

/** Runs a Node program to its end. */
export async function outcome(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const program = begin(process.execPath, args, env);
  return { code: await program.ended, output: program.output() };
}

/** What an expression over the exports of a launcher script (as `it`) is, by way of JSON. */
export async function evaluate(script: string, expression: string, env: Record<string, string> = {}): Promise<unknown> {
  const url = join(process.cwd(), 'deploy/local', script);
  const program = `import * as it from ${JSON.stringify(url)}; console.log(JSON.stringify(await (${expression})));`;
  const { code, output } = await outcome(['--input-type=module', '-e', program], env);
  if (code !== 0) throw new Error(output);
  return JSON.parse(output);
}

/** Whether a process is there and not just waiting to be buried. */
export const alive = async (pid: number): Promise<boolean> =>
  (await evaluate('processes.mjs', `it.startedAt(${pid}) !== null`)) === true;

const VARIABLES = ['REGISTRY', 'MEETINGS', 'INSPECTION', 'REPORTS', 'ISSUER', 'KAFKA', 'MONGODB'];

/** An environment in which a start disturbs nobody: free ports, a home and a cache of its own. */
export async function apart(more: Record<string, string> = {}): Promise<Record<string, string>> {
  const ports = await freePorts(VARIABLES.length);
  const named = Object.fromEntries(VARIABLES.map((name, at) => [`${name}_PORT`, String(ports[at])]));
  return { ...named, LIEN_CAP_HOME: folder(), XDG_CACHE_HOME: folder(), ...more };
}

/** Where a program of this machine really lies. */
function locate(name: string): string {
  const found = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, name));
  const path = found.find((file) => existsSync(file));
  if (!path) throw new Error(`this test needs ${name} on PATH`);
  return realpathSync(path);
}

/** A PATH that holds nothing but these: programs of this machine by name, and fakes as shell scripts. */
export function pathWith(real: string[], fakes: Record<string, string> = {}): string {
  const place = join(folder(), 'bin');
  mkdirSync(place);
  symlinkSync(process.execPath, join(place, 'node'));
  for (const name of real) symlinkSync(locate(name), join(place, name));
  for (const [name, script] of Object.entries(fakes)) {
    writeFileSync(join(place, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(place, name), 0o755);
  }
  return place;
}
