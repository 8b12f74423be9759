import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** What git would commit: tracked files and new ones that are not ignored. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const isTest = (file: string) => /\.(int-|e2e-)?spec\.ts$/.test(file) || file.startsWith('test/');
const sources = files.filter((file) => /^(apps|libs|test|deploy)\/.*\.(ts|mjs|cjs)$/.test(file));

/** Codes of refusals as the sources raise them: `new Refusal('conflict', 'already-voided', …)`, `refused('not-above', …)`. */
function raisedCodes(): { file: string; code: string }[] {
  return sources
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...read(file).matchAll(/(?:new Refusal\(\s*'[\w-]+',\s*|\brefused\(\s*)'([\w-]+)'/g)].map((match) => ({
        file,
        code: match[1] ?? '',
      })),
    );
}

/** Codes that have a text beside the rule that raises them, however it does: `'not-above': { vi: …`. */
const toldCodes = (): { file: string; code: string }[] =>
  sources
    .filter((file) => file.endsWith('.texts.ts'))
    .flatMap((file) =>
      [...read(file).matchAll(/^\s+'?([\w-]+)'?: \{\s*(?:status: \d+,\s*)?vi:/gm)].map((match) => ({
        file,
        code: match[1] ?? '',
      })),
    );

/** Words of the strings of all tests: `'not-above to'` has two. */
function testedWords(): Set<string> {
  const strings = files
    .filter((file) => isTest(file) && file.endsWith('.ts'))
    .flatMap((file) => [...read(file).matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)]);
  return new Set(strings.flatMap(([, , string]) => (string ?? '').split(/[\s"/]+/)));
}

describe('the repository', () => {
  it('keeps the prescribed top level', () => {
    const top = new Set(files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')));
    expect([...top].sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'apps',
        'deploy',
        'docker-compose.yml',
        'libs',
        'nest-cli.json',
        'package-lock.json',
        'package.json',
        'test',
        'tsconfig.json',
      ].sort(),
    );
  });

  it('has no source file over 400 lines without a first line that says why', () => {
    const long = sources.filter((file) => {
      const lines = read(file).split('\n');
      return lines.length > 401 && !(lines[0] ?? '').startsWith('// Long because ');
    });
    expect(long).toEqual([]);
  });

  it('locks its packages without naming where they were downloaded', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "(https?|git)/);
  });

  it('has a short README in each folder of apps and libs', () => {
    const folders = new Set(
      sources.filter((file) => /^(apps|libs)\//.test(file)).map((file) => file.split('/').slice(0, 2).join('/')),
    );
    expect([...folders].filter((folder) => !files.includes(`${folder}/README.md`))).toEqual([]);
  });

  it('tests every refusal by its code', () => {
    const words = testedWords();
    const codes = [...raisedCodes(), ...toldCodes()];
    expect(codes.length).toBeGreaterThan(300);
    const untested = codes.filter(({ code }) => !words.has(code));
    expect(untested).toEqual([]);
  });

  it('gives every refusal a text in Vietnamese and English', () => {
    const texts = sources
      .filter((file) => !isTest(file))
      .map(read)
      .join('\n');
    const silent = raisedCodes().filter(
      ({ code }) => !new RegExp(`'?${code}'?: \\{\\s*(status: \\d+,\\s*)?vi:`).test(texts),
    );
    expect(silent).toEqual([]);
  });
});
