import { VARIABLES } from '#http';
import { COMPOSE, compose, isPinned, isRunnable, read } from './files.js';

const services = Object.entries(compose());
const OF_ISSUER = ['PORT', 'HOST', 'NODE_ENV', 'OIDC_ISSUER', 'CORS_ORIGINS', 'ISSUER_DATA', 'ISSUER_PUBLISHED'];
const OURS = ['registry', 'meetings', 'inspection', 'reports'];
/** They do their work and end. */
const ONE_SHOTS = ['migrations', 'demo'];
const without = (holds: (name: string, service: (typeof services)[number][1]) => boolean): string[] =>
  services.filter(([name, service]) => !holds(name, service)).map(([name]) => name);

describe('docker-compose.yml', () => {
  it('holds the whole system', () => {
    const names = [...OURS, 'kafka', 'mongodb', 'issuer', ...ONE_SHOTS];
    expect(services.map(([name]) => name).sort()).toEqual(names.sort());
  });

  it('publishes on loopback only', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published).toHaveLength(OURS.length + 3);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('confines every container, and bounds its memory', () => {
    expect(without((_, { read_only, cap_drop }) => read_only === true && cap_drop?.[0] === 'ALL')).toEqual([]);
    expect(without((_, { security_opt }) => security_opt?.[0] === 'no-new-privileges:true')).toEqual([]);
    expect(without((_, { mem_limit }) => /^\d+[mg]$/.test(mem_limit ?? ''))).toEqual([]);
  });

  it('starts again what ended and knows the health of what stays', () => {
    const kept = (name: string): string => (ONE_SHOTS.includes(name) ? 'no' : 'unless-stopped');
    expect(without((name, { restart }) => restart === kept(name))).toEqual([]);
    // The services' own is in their image.
    const checked = services.filter(([, { healthcheck }]) => healthcheck && !healthcheck.disable).map(([name]) => name);
    expect(checked).toEqual(['kafka', 'mongodb', 'issuer']);
    expect(without((name, { healthcheck }) => Boolean(healthcheck?.disable) === ONE_SHOTS.includes(name))).toEqual([]);
  });

  it('lets the services wait for the servers and the migrations, and npm start take the two servers alone', () => {
    const healthy = { condition: 'service_healthy' };
    const expected = { kafka: healthy, mongodb: healthy, issuer: healthy };
    for (const name of OURS)
      expect(compose()[name]?.depends_on).toEqual({
        ...expected,
        migrations: { condition: 'service_completed_successfully' },
      });
    expect(compose().kafka?.depends_on ?? compose().mongodb?.depends_on).toBeUndefined();
  });

  it('runs exact versions of images, and programs that exist', () => {
    expect(without((_, { image }) => isPinned(image))).toEqual([]);
    const programs = services.flatMap(([, { image, command = [] }]) => (image.startsWith('lien-cap') ? command : []));
    const named = programs.flatMap((part) => part.match(/(dist|deploy)\/[\w/.-]+js/g) ?? []);
    expect(named.length).toBeGreaterThan(OURS.length);
    expect(named.filter((path) => !isRunnable(path))).toEqual([]);
    expect(OURS.map((name) => `dist/apps/${name}/src/migrate.js`).filter((path) => !isRunnable(path))).toEqual([]);
  });

  it('sets no variable that nobody reads', () => {
    const known = VARIABLES.map(({ name }) => name);
    const unknown = services.flatMap(([name, { environment = {} }]) => {
      if (['kafka', 'mongodb', 'demo'].includes(name)) return [];
      return Object.keys(environment).filter((key) => !(name === 'issuer' ? OF_ISSUER : known).includes(key));
    });
    expect(unknown).toEqual([]);
  });

  it('can be moved to other ports by the variables of npm start', () => {
    const asked = new Set([...COMPOSE.matchAll(/\$\{(\w+):-(\d+)\}/g)].map(([, name, usual]) => `${name} ${usual}`));
    const ports = read('deploy/local/ports.mjs').matchAll(/variable: '(\w+)', usual: ([\d_]+) \}/g);
    const offered = new Set([...ports].map(([, name, usual]) => `${name} ${usual?.replace('_', '')}`));
    expect(asked).toEqual(offered);
  });
});
