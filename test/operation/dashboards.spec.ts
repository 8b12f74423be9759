import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import '#http';
import '#messaging';
import '#tree';
import { metricsRegistry, startProcessMetrics } from '#observability';
import '../../apps/inspection/src/feed/feed.metrics.js';
import '../../apps/reports/src/figures/figures.metrics.js';
import '../../apps/reports/src/rebuild/rebuild.metrics.js';
import '../../apps/reports/src/reconciliation/reconciliation.metrics.js';
import { TypedJson } from './typed-json.js';

const FOLDER = 'deploy/observability';
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
const DASHBOARDS = readdirSync(join(FOLDER, 'grafana'));
const DECLARATIONS = 'node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen.d.ts';

type Metric = { name: string; help: string; type: string; labelNames: string[] };
type Panel = {
  title: string;
  type: string;
  targets?: { expr: string; refId: string }[];
  gridPos: Record<string, number>;
};
type Dashboard = { uid: string; title: string; panels: Panel[]; templating: { list: { query: string }[] } };
type Rule = { alert: string; expr: string; annotations: { summary: string; runbook: string } };

const metrics = (): Metric[] => metricsRegistry.getMetricsAsArray() as unknown as Metric[];
const dashboard = (file: string): Dashboard => JSON.parse(read(`grafana/${file}`)) as Dashboard;
const rules = (): Rule[] =>
  (parse(read('alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);

/** Every name that a histogram and its like give, as expressions use them. */
const queryable = (): Set<string> =>
  new Set([
    'up',
    ...metrics().flatMap(({ name, type }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  ]);
const namesIn = (expression: string): string[] =>
  [
    ...expression
      .replace(/"[^"]*"/g, '')
      .matchAll(/\b(lien_cap_\w+|process_\w+|nodejs_\w+|up)\b(?=\s*[{[)=><]|\s*$|\s*,)/g),
  ].map(([, name]) => name!);
/** Labels that an expression matches or groups by. */
const labelsIn = (expression: string): string[] => [
  ...[...expression.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label!),
  ...[...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, list]) =>
    list!.split(',').map((label) => label.trim()),
  ),
];
const expressions = (): string[] => [
  ...DASHBOARDS.flatMap((file) => [
    ...dashboard(file).panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...dashboard(file).templating.list.flatMap(({ query }) => /label_values\((.*), \w+\)/.exec(query)?.[1] ?? []),
  ]),
  ...rules().map(({ expr }) => expr),
];
/** A heading as the page shows it, as an address within the page. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

let schema: TypedJson;
beforeAll(() => {
  startProcessMetrics('test');
  schema = new TypedJson(DECLARATIONS);
});

describe('the metrics', () => {
  it('are all in the table of the README, as the code has them', () => {
    const table = read('README.md').replace(/ {2,}/g, ' ');
    const rows = metrics()
      .filter(({ name }) => name.startsWith('lien_cap_'))
      .map(({ name, type, labelNames, help }) => {
        const labels = labelNames.map((label) => `\`${label}\``).join(', ') || 'none';
        return `| \`${name}\` | ${type} | ${labels} | ${help.replaceAll('|', '\\|')} |`;
      });
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !table.includes(row))).toEqual([]);
  });

  it('are all that the table lists', () => {
    const listed = [...read('README.md').matchAll(/^\| `((?:lien_cap|process|nodejs)_\w+)`/gm)].map(
      ([, name]) => name!,
    );
    const known = metrics().map(({ name }) => name);
    expect(listed.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are named as Prometheus asks: counters end in _total, times in seconds, sizes by what they count', () => {
    const own = metrics().filter(({ name }) => name.startsWith('lien_cap_'));
    const wrong = own.filter(
      ({ name, type }) => (type === 'counter') !== name.endsWith('_total') || /_(ms|millis|minutes|kb|mb)\b/.test(name),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(own.filter(({ help }) => help === '')).toEqual([]);
  });

  it('have no label that could hold a path, an id or a person', () => {
    const allowed = ['method', 'route', 'status', 'topic', 'partition', 'code', 'part', 'outcome'];
    const own = metrics().filter(({ name }) => name.startsWith('lien_cap_'));
    expect(own.flatMap(({ labelNames }) => labelNames).filter((label) => !allowed.includes(label))).toEqual([]);
  });
});

describe('dashboards and alert rules', () => {
  it('ask for metrics that are there, by labels that they have', () => {
    const known = queryable();
    expect(expressions().length).toBeGreaterThan(50);
    expect(expressions().filter((expression) => namesIn(expression).length === 0)).toEqual([]);
    expect(
      expressions()
        .flatMap(namesIn)
        .filter((name) => !known.has(name)),
    ).toEqual([]);
    const labels = new Set([
      ...metrics().flatMap(({ labelNames }) => labelNames),
      'service',
      'job',
      'instance',
      'le',
      'class',
    ]);
    expect(
      expressions()
        .flatMap(labelsIn)
        .filter((label) => !labels.has(label)),
    ).toEqual([]);
  });

  it('leave no metric out that this product makes', () => {
    const all = expressions().join('\n');
    const own = metrics().filter(({ name }) => name.startsWith('lien_cap_'));
    expect(own.filter(({ name }) => !all.includes(name)).map(({ name }) => name)).toEqual([]);
  });

  it.each(DASHBOARDS)('%s is a dashboard by the schema of Grafana, with panels that lie beside each other', (file) => {
    const { panels } = dashboard(file);
    expect(schema.faults('Dashboard', dashboard(file))).toEqual([]);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x = 0, y = 0, w = 0, h = 0 } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('tell faults of a dashboard apart', () => {
    const [first] = DASHBOARDS;
    const wrong = { ...dashboard(first!), graphTooltip: 7, refresh: 30, tutle: 'x', panels: [{ title: 'no type' }] };
    const paths = schema.faults('Dashboard', wrong).map((fault) => fault.split(':')[0]);
    expect(paths).toEqual(
      expect.arrayContaining(['Dashboard.graphTooltip', 'Dashboard.refresh', 'Dashboard.tutle is not known']),
    );
    expect(paths.some((path) => path?.includes('panels[0]'))).toBe(true);
  });

  it('have unique names, and each alert names a section of the runbook', () => {
    expect(new Set(DASHBOARDS.map((file) => dashboard(file).uid)).size).toBe(DASHBOARDS.length);
    const headings = [...readFileSync('deploy/RUNBOOK.md', 'utf8').matchAll(/^## (.*)$/gm)].map(([, text]) =>
      anchor(text!),
    );
    expect(new Set(rules().map(({ alert }) => alert)).size).toBe(rules().length);
    expect(rules().filter(({ annotations }) => !headings.includes(annotations.runbook))).toEqual([]);
  });

  it('pass promtool, where it is installed', () => {
    if (spawnSync('promtool', ['--version']).error) return; // not on this machine; the README says so
    const check = (what: string, file: string): string =>
      execFileSync('promtool', ['check', what, file], { cwd: FOLDER, encoding: 'utf8' });
    expect(check('rules', 'alerts.yml')).toContain('SUCCESS');
    expect(check('config', 'prometheus.yml')).toContain('SUCCESS');
  });
});
