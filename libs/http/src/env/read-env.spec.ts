import { EnvironmentError, parseEnv } from './read-env.js';
import { COMMON_VARIABLES, OWN_VARIABLES, VARIABLES } from './variables.js';

const standards = { PORT: '3001', MONGODB_URI: 'mongodb://127.0.0.1:27017/registry?replicaSet=rs0' };
const read = (source: Record<string, string>) => parseEnv({ ...COMMON_VARIABLES, ...OWN_VARIABLES }, standards, source);

describe('environment', () => {
  it('is typed, with standards for one machine', () => {
    expect(read({})).toMatchObject({
      port: 3001,
      host: '127.0.0.1',
      kafkaBrokers: ['127.0.0.1:9092'],
      kafkaTopicPrefix: '',
      relayLeaseMs: 5000,
      logLevel: 'info',
      firstAdministrator: 'demo-administrator',
      serviceDocs: [],
    });
  });

  it('reads lists and addresses', () => {
    const env = read({
      KAFKA_BROKERS: 'a:1, b:2',
      SERVICE_DOCS: 'registry=http://x:1,meetings=http://y:2/z',
      OIDC_ISSUER: 'https://id.example/realms/x/',
    });
    expect(env.kafkaBrokers).toEqual(['a:1', 'b:2']);
    expect(env.serviceDocs).toEqual([
      { name: 'registry', url: 'http://x:1' },
      { name: 'meetings', url: 'http://y:2/z' },
    ]);
    expect(env.oidcIssuer).toBe('https://id.example/realms/x');
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['MONGODB_URI', 'mongodb://user:secret@host:1'],
    ['KAFKA_BROKERS', 'nowhere'],
    ['OIDC_ISSUER', 'ftp://x'],
    ['CORS_ORIGINS', 'http://x/path'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['SERVICE_DOCS', 'registry'],
  ])('refuses %s=%s naming the variable and not its value', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} (?!.*secret)`));
  });

  it.each([
    ['KAFKA_BROKER', 'KAFKA_BROKERS'],
    ['MONGODB_URL', 'MONGODB_URI'],
    ['OIDC_AUDIENCES', 'OIDC_AUDIENCE'],
  ])('refuses the misspelt %s', (name, meant) => {
    expect(() => read({ [name]: 'x' })).toThrow(`${name} is not known; ${meant} is`);
  });

  it('leaves names of other programs alone', () => {
    expect(() => read({ KAFKA_HEAP_OPTS: 'x', HOSTNAME: 'y', PATH: 'z', npm_config_x: '' })).not.toThrow();
  });

  it.each(['MONGODB_URI', 'KAFKA_BROKERS', 'OIDC_ISSUER', 'FIRST_ADMINISTRATOR'])(
    'wants %s given in production',
    (name) => {
      const given = {
        NODE_ENV: 'production',
        MONGODB_URI: 'mongodb://db:27017/registry',
        KAFKA_BROKERS: 'k:9092',
        OIDC_ISSUER: 'https://id.example',
        FIRST_ADMINISTRATOR: 'x',
      };
      expect(() => read(given)).not.toThrow();
      expect(() => read({ ...given, [name]: '' })).toThrow(new EnvironmentError(`${name} is not set`));
    },
  );

  it('names each variable once, and says what it is for', () => {
    expect(new Set(VARIABLES.map(({ name }) => name)).size).toBe(VARIABLES.length);
    expect(VARIABLES.filter(({ what }) => what === '')).toEqual([]);
  });
});
