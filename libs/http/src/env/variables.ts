import { z } from 'zod';
import { SECURITY_VARIABLES } from './security-variables.js';
import { text, variable, type Variable } from './variable.js';

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be ${min} to ${max}`).max(max, `must be ${min} to ${max}`)) as z.ZodType<
    number,
    string
  >;

const url = z
  .string()
  .regex(/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, 'must be an http or https address')
  .transform((address) => address.replace(/\/$/, '')) as z.ZodType<string, string>;

const urlOrNone = z
  .string()
  .regex(/^$|^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'must be an http or https address')
  .transform((address) => (address === '' ? null : address.replace(/\/$/, ''))) as z.ZodType<string | null, string>;

const origin = /^https?:\/\/[^\s/?#,]+$/;
const listOf = (item: RegExp, message: string) =>
  z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().regex(item, message))) as z.ZodType<string[], string>;

const timeOrOff = z
  .string()
  .regex(/^(off|([01]\d|2[0-3]):[0-5]\d)$/, 'must be a time like 02:00, or off')
  .transform((time) => (time === 'off' ? null : time)) as z.ZodType<string | null, string>;

const documents = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.string().regex(/^[a-z]+=https?:\/\/\S+$/, 'must be name=address pairs')))
  .transform((pairs) =>
    pairs.map((pair) => ({ name: pair.split('=', 1)[0]!, url: pair.slice(pair.indexOf('=') + 1) })),
  ) as z.ZodType<{ name: string; url: string }[], string>;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const MODES = ['development', 'test', 'production'] as const;

/** Variables that every service reads. `standard` null: it differs by service or must be given. */
export const COMMON_VARIABLES = {
  port: variable(
    'PORT',
    null,
    whole(1, 65_535),
    'TCP port (registry 3001, meetings 3002, inspection 3003, reports 3004)',
  ),
  host: variable('HOST', '127.0.0.1', text(/^[\w.:-]+$/, 'must be an address'), 'address to listen on'),
  mongodbUri: variable(
    'MONGODB_URI',
    null,
    text(/^mongodb(\+srv)?:\/\/[^\s/]+\/[\w-]+(\?\S*)?$/, 'must be a MongoDB URI with a database name'),
    'MongoDB with the name of the database of this service; a replica set',
  ),
  kafkaBrokers: variable(
    'KAFKA_BROKERS',
    '127.0.0.1:9092',
    listOf(/^[\w.-]+:\d+$/, 'must be host:port pairs'),
    'Kafka brokers, comma separated',
  ),
  kafkaTopicPrefix: variable(
    'KAFKA_TOPIC_PREFIX',
    '',
    text(/^[\w.-]{0,40}$/, 'may hold letters, digits, . _ -'),
    'put before every topic and group id',
  ),
  kafkaReplication: variable(
    'KAFKA_REPLICATION',
    '1',
    whole(1, 9),
    'replicas of topics made by the migration; 3 in production',
  ),
  ...SECURITY_VARIABLES,
  oidcIssuer: variable('OIDC_ISSUER', 'http://127.0.0.1:3005', url, 'OpenID Connect issuer whose tokens are accepted'),
  oidcAudience: variable(
    'OIDC_AUDIENCE',
    'urn:lien-cap',
    text(/^\S+$/, 'must not be empty'),
    'audience that tokens must name',
  ),
  corsOrigins: variable(
    'CORS_ORIGINS',
    'http://127.0.0.1:3004,http://localhost:3004',
    listOf(origin, 'must be origins like https://example.org'),
    'origins of browsers that may call, comma separated',
  ),
  rateLimit: variable(
    'RATE_LIMIT',
    '6000',
    whole(1, 1_000_000),
    'requests a minute that one person may send to one process',
  ),
  logLevel: variable(
    'LOG_LEVEL',
    'info',
    z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`) as z.ZodType<(typeof LEVELS)[number], string>,
    'least level of log lines',
  ),
  relayLeaseMs: variable(
    'RELAY_LEASE_MS',
    '5000',
    whole(500, 600_000),
    'milliseconds after which another process takes over a silent relay',
  ),
  otlpEndpoint: variable(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    '',
    urlOrNone,
    'OpenTelemetry collector that takes OTLP over HTTP, `http://127.0.0.1:4318`; traces are made only when it is set',
  ),
  nodeEnv: variable(
    'NODE_ENV',
    'development',
    z.enum(MODES, `must be one of ${MODES.join(', ')}`) as z.ZodType<(typeof MODES)[number], string>,
    'production: nothing falls back to addresses of this machine',
  ),
} as const;

/** Variables of one service alone. */
export const OWN_VARIABLES = {
  firstAdministrator: variable(
    'FIRST_ADMINISTRATOR',
    'demo-administrator',
    text(/^\S{1,200}$/, 'must be an OIDC sub'),
    'registry: `sub` of who is administrator of the whole tree from the start',
  ),
  serviceDocs: variable(
    'SERVICE_DOCS',
    '',
    documents,
    'reports: services in its explorer, `registry=http://127.0.0.1:3001,…`',
  ),
  reconcileAt: variable(
    'RECONCILE_AT',
    '02:00',
    timeOrOff,
    'reports: local time of the nightly reconciliation of figures and sources, or `off`',
  ),
} as const;

/** All variables, for the table in the README. */
export const VARIABLES: readonly Variable<unknown>[] = [
  ...Object.values(COMMON_VARIABLES as Record<string, Variable<unknown>>),
  ...Object.values(OWN_VARIABLES as Record<string, Variable<unknown>>),
];
