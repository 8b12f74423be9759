import { existsSync } from 'node:fs';
import { isPinned, isRunnable, read } from './files.js';

type Line = { word: string; rest: string };

/** Instructions of the Dockerfile, continued lines joined, by stage. */
function stages(): Map<string, Line[]> {
  const text = read('deploy/image/Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '');
  const found = new Map<string, Line[]>();
  let current: Line[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    const stage = / AS (\w+)$/.exec(rest)?.[1];
    if (word === 'FROM') found.set(stage ?? '', (current = []));
    current.push({ word, rest });
  }
  return found;
}

const all = [...stages().values()].flat();
const restsOf = (word: string, lines = all): string[] =>
  lines.filter((line) => line.word === word).map(({ rest }) => rest);
const copiedFromHere = restsOf('COPY')
  .filter((rest) => !rest.startsWith('--from'))
  .flatMap((rest) => rest.split(' ').slice(0, -1));
const FINAL = ['service', 'demo'];

describe('the image', () => {
  it('stands on an exact version, and every stage on the same', () => {
    const bases = restsOf('FROM').map((rest) => rest.split(' ')[0] ?? '');
    const foreign = new Set(bases.filter((base) => !stages().has(base)));
    expect([...foreign]).toEqual([expect.stringMatching(/^node:22\.\d+\.\d+-/) as string]);
    expect([...foreign].every(isPinned)).toBe(true);
  });

  it('copies what is there and what the build may see', () => {
    expect(copiedFromHere.filter((path) => !existsSync(path))).toEqual([]);
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    const seen = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(
      copiedFromHere.filter((path) => !seen.some((part) => `${path.replace('./', '')}/`.startsWith(`${part}/`))),
    ).toEqual([]);
  });

  it('carries packages of production only, and only what was built', () => {
    const [packages = [], runtime = []] = ['packages', 'runtime'].map((name) => stages().get(name));
    expect(restsOf('RUN', packages)[0]).toMatch(/npm install --no-save --omit=dev --ignore-scripts/);
    expect(
      restsOf('COPY', runtime)
        .filter((rest) => rest.startsWith('--from'))
        .map((rest) => rest.split(' ')[1]),
    ).toEqual(['/app/node_modules', '/app/dist']);
  });

  it.each(FINAL)('runs %s as somebody who is not root, with a program that exists', (name) => {
    const lines = stages().get(name) ?? [];
    expect(lines[0]?.rest).toBe(`runtime AS ${name}`);
    expect([...restsOf('USER', stages().get('runtime')), ...restsOf('USER', lines)].at(-1)).toBe('1000:1000');
    const [program = ''] = JSON.parse(restsOf('CMD', lines)[0] ?? '[]') as string[];
    expect(isRunnable(program)).toBe(true);
  });

  it('checks its health by a program it carries, and is ended by SIGTERM to Node itself', () => {
    const runtime = stages().get('runtime') ?? [];
    const [, health = ''] = /CMD \["node", "([^"]+)"\]$/.exec(restsOf('HEALTHCHECK', runtime)[0] ?? '') ?? [];
    expect(restsOf('COPY', runtime)).toContain(`${health} ./${health}`);
    expect(restsOf('ENTRYPOINT', runtime)).toEqual(['["node"]']);
    expect(restsOf('HEALTHCHECK')).toHaveLength(1);
  });
});
