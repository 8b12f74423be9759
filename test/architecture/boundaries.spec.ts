import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** One planted violation: a file, what it imports, the rule that must name it. */
const PLANTED = [
  { file: 'apps/meetings/src/a.ts', imports: '../../reports/src/plain.js', rule: 'no-service-imports-another' },
  { file: 'libs/http/src/b.ts', imports: '../../../apps/reports/src/plain.js', rule: 'no-lib-imports-an-app' },
  { file: 'libs/contracts/src/c.ts', imports: '#calendar', rule: 'contracts-import-nothing-of-ours' },
  { file: 'libs/mongo/src/d.ts', imports: '#messaging', rule: 'lib-order-mongo' },
  { file: 'libs/access/src/m.ts', imports: '#roll', rule: 'lib-order-access' },
  { file: 'libs/roll/src/n.ts', imports: '#testing', rule: 'lib-order-roll' },
  { file: 'libs/tree/src/o.ts', imports: '#bulk', rule: 'lib-order-tree' },
  { file: 'apps/reports/src/e.rules.ts', imports: '@nestjs/common', rule: 'pure-files-stay-pure' },
  { file: 'libs/calendar/src/f.ts', imports: 'mongoose', rule: 'pure-files-stay-pure' },
  { file: 'apps/meetings/src/g.rules.ts', imports: 'kafkajs', rule: 'pure-files-stay-pure' },
  { file: 'test/oracles/h.ts', imports: '../../libs/contracts/src/index.js', rule: 'oracles-stand-alone' },
  {
    file: 'deploy/local/demo/i.mjs',
    imports: '../../../libs/contracts/src/plain.js',
    rule: 'local-scripts-stand-alone',
  },
  { file: 'apps/reports/src/j.ts', imports: '#testing', rule: 'testing-is-for-tests' },
  { file: 'apps/reports/src/k.ts', imports: './no-such-file.js', rule: 'all-imports-resolve' },
  { file: 'apps/inspection/src/l.ts', imports: './l.js', rule: 'no-cycles' },
];

function plant(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lien-cap-boundaries-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  for (const path of ['apps/reports/src/plain.ts', 'libs/contracts/src/plain.ts']) write(path, 'export const x = 1;\n');
  for (const lib of [
    'access',
    'bulk',
    'calendar',
    'contracts',
    'http',
    'messaging',
    'mongo',
    'observability',
    'roll',
    'testing',
    'tree',
  ]) {
    write(`libs/${lib}/src/index.ts`, 'export const x = 1;\n');
  }
  for (const { file, imports } of PLANTED) write(file, `import '${imports}';\nexport const y = 1;\n`);
  for (const path of ['package.json', 'tsconfig.json']) cpSync(join(root, path), join(dir, path));
  for (const path of ['boundaries.cjs', 'resolve.cjs']) {
    mkdirSync(join(dir, 'test/architecture'), { recursive: true });
    cpSync(join(root, 'test/architecture', path), join(dir, 'test/architecture', path));
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'dir');
  return dir;
}

function violations(dir: string): { from: string; rule: string }[] {
  const script = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    script,
    '--config',
    'test/architecture/boundaries.cjs',
    '--output-type',
    'json',
    'apps',
    'libs',
    'deploy',
    'test',
  ];
  const out = execFileSync(process.execPath, args, { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 26 });
  const { summary } = JSON.parse(out) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}

describe('boundaries', () => {
  let dir: string;
  let found: { from: string; rule: string }[];
  beforeAll(() => {
    dir = plant();
    found = violations(dir);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(PLANTED)('catch $rule in $file', ({ file, rule }) => {
    expect(found).toContainEqual({ from: file, rule });
  });

  it('name nothing that was not planted', () => {
    const planted = new Set(PLANTED.map(({ file }) => file));
    expect(found.filter(({ from }) => !planted.has(from))).toEqual([]);
  });
});
