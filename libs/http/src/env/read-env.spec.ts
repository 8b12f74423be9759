import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    expect(() =>
      read({ KAFKA_HEAP_OPTS: 'x', KAFKA_OPTS: 'x', HOSTNAME: 'y', PATH: 'z', npm_config_x: '' }),
    ).not.toThrow();
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

describe('what proves a service to Kafka and MongoDB', () => {
  const place = mkdtempSync(join(tmpdir(), 'env-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(place, name), content);
    return join(place, name);
  };
  const PEM = file('some.pem', 'pem');
  const SECRET = 'mongodb://someone:secret@db:27017/registry?replicaSet=rs0';
  const SIGN_IN = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'us', KAFKA_SASL_PASSWORD: 'secret' };

  it('is nothing unless it is asked for', () => {
    expect(read({})).toMatchObject({ kafkaTls: false, kafkaSaslMechanism: 'none', mongodbTlsCaFile: '' });
  });

  it('is read from files, without the new line at their end', () => {
    const env = read({
      ...SIGN_IN,
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA_FILE: PEM,
      KAFKA_SASL_PASSWORD: '',
      KAFKA_SASL_PASSWORD_FILE: file('password', ' se cret \n'),
      MONGODB_URI: '',
      MONGODB_URI_FILE: file('uri', `${SECRET}\r\n`),
    });
    expect(env).toMatchObject({
      kafkaTls: true,
      kafkaTlsCaFile: PEM,
      kafkaSaslPassword: ' se cret ',
      mongodbUri: SECRET,
    });
  });

  it.each<[string, Record<string, string>]>([
    ['KAFKA_TLS must be off or on', { KAFKA_TLS: 'true' }],
    ['KAFKA_TLS_CA_FILE is set and KAFKA_TLS is not on', { KAFKA_TLS_CA_FILE: PEM }],
    ['KAFKA_TLS_CERT_FILE is set and KAFKA_TLS is not on', { KAFKA_TLS_CERT_FILE: PEM, KAFKA_TLS_KEY_FILE: PEM }],
    ['KAFKA_TLS_KEY_FILE is not set; KAFKA_TLS_CERT_FILE needs it', { KAFKA_TLS: 'on', KAFKA_TLS_CERT_FILE: PEM }],
    ['KAFKA_TLS_CERT_FILE is not set; KAFKA_TLS_KEY_FILE needs it', { KAFKA_TLS: 'on', KAFKA_TLS_KEY_FILE: PEM }],
    ['KAFKA_TLS_CA_FILE is not a file that can be read', { KAFKA_TLS: 'on', KAFKA_TLS_CA_FILE: join(place, 'none') }],
    ['KAFKA_SASL_MECHANISM must be one of', { ...SIGN_IN, KAFKA_SASL_MECHANISM: 'gssapi' }],
    ['KAFKA_SASL_USERNAME is not set; KAFKA_SASL_MECHANISM needs it', { ...SIGN_IN, KAFKA_SASL_USERNAME: '' }],
    ['KAFKA_SASL_PASSWORD is not set; KAFKA_SASL_MECHANISM needs it', { ...SIGN_IN, KAFKA_SASL_PASSWORD: '' }],
    ['KAFKA_SASL_USERNAME is set and KAFKA_SASL_MECHANISM is none', { ...SIGN_IN, KAFKA_SASL_MECHANISM: 'none' }],
    ['KAFKA_SASL_PASSWORD is set and KAFKA_SASL_MECHANISM is none', { KAFKA_SASL_PASSWORD: 'secret' }],
    ['KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set', { ...SIGN_IN, KAFKA_SASL_PASSWORD_FILE: PEM }],
    ['MONGODB_URI and MONGODB_URI_FILE are both set', { MONGODB_URI: SECRET, MONGODB_URI_FILE: PEM }],
    ['MONGODB_URI_FILE is not a file that can be read', { MONGODB_URI: '', MONGODB_URI_FILE: place }],
    ['MONGODB_URI must be a MongoDB URI', { MONGODB_URI: '', MONGODB_URI_FILE: file('bad', 'mongodb://x:secret@y') }],
    [
      'MONGODB_TLS_CA_FILE is set and MONGODB_URI turns TLS off',
      { MONGODB_URI: `${SECRET}&tls=false`, MONGODB_TLS_CA_FILE: PEM },
    ],
    ['MONGODB_TLS_CERT_KEY_FILE is not a file that can be read', { MONGODB_TLS_CERT_KEY_FILE: join(place, 'none') }],
  ])('refuses with "%s …" and no secret', (line, source) => {
    expect(() => read(source)).toThrow(new RegExp(`^${line}(?!.*secret)`));
  });

  it('is not sent readable in production', () => {
    const given = {
      NODE_ENV: 'production',
      MONGODB_URI: SECRET,
      KAFKA_BROKERS: 'k:9092',
      OIDC_ISSUER: 'https://id.example',
      FIRST_ADMINISTRATOR: 'x',
      ...SIGN_IN,
    };
    expect(() => read({ ...given, KAFKA_SASL_MECHANISM: 'plain' })).toThrow(
      /^KAFKA_SASL_MECHANISM is plain, which shows/,
    );
    expect(() => read({ ...given, KAFKA_SASL_MECHANISM: 'plain', KAFKA_TLS: 'on' })).not.toThrow();
    expect(() => read(given)).not.toThrow();
  });
});
