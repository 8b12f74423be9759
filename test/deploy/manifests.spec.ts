import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VARIABLES } from '#http';
import { parse, parseAllDocuments } from 'yaml';
import { isRunnable, read } from './files.js';

const ROOT = 'deploy/kubernetes';
const OURS = ['registry', 'meetings', 'inspection', 'reports'];

type Container = {
  name: string;
  args: string[];
  ports?: { name: string; containerPort: number }[];
  env?: { name: string; value: string }[];
};
type Manifest = {
  kind: string;
  metadata: { name: string };
  spec: { template: { metadata: { annotations?: Record<string, string> }; spec: { containers: Container[] } } };
};

const manifests = (file: string): Manifest[] =>
  parseAllDocuments(read(join(ROOT, file))).map((document) => document.toJS() as Manifest);
const containersOf = ({ spec }: Manifest): Container[] => spec.template.spec.containers;

describe('the Kubernetes manifests', () => {
  it.each(OURS)('run %s by a program that exists, scraped and reached at its own port', (name) => {
    const [deployment, service, budget] = manifests(`base/${name}.yaml`) as [
      Manifest,
      Manifest & { spec: { ports: { port: number }[] } },
      Manifest,
    ];
    expect([deployment.kind, service.kind, budget.kind]).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    const [container] = containersOf(deployment);
    expect(container?.args).toEqual([`dist/apps/${name}/src/main.js`]);
    expect(container?.args.filter((path) => !isRunnable(path))).toEqual([]);
    const port = 3_001 + OURS.indexOf(name);
    expect(container?.env).toContainEqual({ name: 'PORT', value: String(port) });
    expect(container?.ports).toEqual([{ name: 'http', containerPort: port }]);
    expect(service.spec.ports.map((each) => each.port)).toEqual([port]);
    expect(deployment.spec.template.metadata.annotations).toMatchObject({
      'prometheus.io/port': String(port),
      'prometheus.io/path': '/metrics',
    });
  });

  it('migrate every store by a program that exists', () => {
    const [job] = manifests('base/migrations.yaml') as [Manifest];
    expect(containersOf(job).map(({ args }) => args[0])).toEqual(
      OURS.map((name) => `dist/apps/${name}/src/migrate.js`),
    );
    expect(
      containersOf(job)
        .flatMap(({ args }) => args)
        .filter((path) => !isRunnable(path)),
    ).toEqual([]);
  });

  it('give no variable that nobody reads', () => {
    const known = VARIABLES.map(({ name }) => name);
    const texts = (readdirSync(ROOT, { recursive: true }) as string[])
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => read(join(ROOT, file)));
    const given = texts.flatMap((text) =>
      [...text.matchAll(/^\s+- (?:name: )?([A-Z_]{4,})(?:=|$)/gm)].map(([, name]) => name!),
    );
    expect(given.length).toBeGreaterThan(20);
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('run several workers of reports in production, and three replicas of each topic', () => {
    const { replicas, configMapGenerator } = parse(read(join(ROOT, 'overlays/production/kustomization.yaml'))) as {
      replicas: { name: string; count: number }[];
      configMapGenerator: { literals: string[] }[];
    };
    expect(replicas.find(({ name }) => name === 'reports')?.count).toBeGreaterThan(2);
    expect(configMapGenerator[0]?.literals).toContain('KAFKA_REPLICATION=3');
  });
});

describe('npm run check:deploy', () => {
  const judge = (text: string): { status: number | null; stderr: string } => {
    const file = join(mkdtempSync(join(tmpdir(), 'schemas-')), 'one.yaml');
    writeFileSync(file, text);
    return spawnSync(process.execPath, ['deploy/schemas/check.mjs', file], { encoding: 'utf8' });
  };

  it('names a field that Kubernetes does not know', () => {
    const whole = read(join(ROOT, 'base/registry.yaml'));
    expect(judge(whole).status).toBe(0);
    const { status, stderr } = judge(whole.replace('containerPort', 'containrPort'));
    expect(status).toBe(1);
    expect(stderr).toContain(
      'Deployment registry/spec/template/spec/containers/0/ports/0 must NOT have additional properties: containrPort',
    );
  });

  it('names a field that Compose does not know', () => {
    const { status, stderr } = judge(read('docker-compose.yml').replace('mem_limit: 768m', 'memory: 768m'));
    expect(status).toBe(1);
    expect(stderr).toContain('/services/kafka must NOT have unevaluated properties: memory');
  });
});
