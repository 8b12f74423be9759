import { wrongCombination } from './combinations.js';
import { withSecretFiles } from './secret-files.js';
import type { Variable } from './variable.js';
import { COMMON_VARIABLES, VARIABLES } from './variables.js';

type Shape = Record<string, Variable<unknown>>;
type ValuesOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Variable<infer T> ? T : never };
/** Environment of every service, typed. */
export type CommonEnv = ValuesOf<typeof COMMON_VARIABLES>;

const NOTHING_MORE = {} satisfies Shape;

type Source = Readonly<Record<string, string | undefined>>;
/** In production these must be given: falling back to this machine would hide a mistake. */
const NEEDED_IN_PRODUCTION = new Set(['MONGODB_URI', 'KAFKA_BROKERS', 'OIDC_ISSUER', 'FIRST_ADMINISTRATOR']);

/** Thrown by {@link parseEnv}; names the variable, never its value (a URI holds a password). */
export class EnvironmentError extends Error {}

/**
 * Reads and checks the environment. Standards that differ by service are given in `standards`.
 *
 * @throws EnvironmentError naming the first variable that is missing, wrong or misspelt.
 */
export function parseEnv<S extends Shape>(shape: S, standards: Record<string, string>, given: Source): ValuesOf<S> {
  refuseMisspelt(given);
  const source = withSecretFiles(given, (line) => new EnvironmentError(line));
  const values = valuesOf(shape, standards, source);
  const wrong = wrongCombination(source);
  if (wrong) throw new EnvironmentError(wrong);
  return values;
}

function valuesOf<S extends Shape>(shape: S, standards: Record<string, string>, source: Source): ValuesOf<S> {
  const entries = Object.entries(shape).map(([key, { name, schema, standard }]) => {
    const fallback =
      source.NODE_ENV === 'production' && NEEDED_IN_PRODUCTION.has(name) ? null : (standards[name] ?? standard);
    const given = source[name] === '' && fallback !== '' ? undefined : source[name];
    const value = given ?? fallback;
    if (value === null) throw new EnvironmentError(`${name} is not set`);
    const result = schema.safeParse(value);
    if (!result.success) throw new EnvironmentError(`${name} ${result.error.issues[0]?.message ?? 'is wrong'}`);
    return [key, result.data] as const;
  });
  return Object.fromEntries(entries) as ValuesOf<S>;
}

/** A name that is nearly one of ours is a typing error, and would silently leave a standard in force. */
function refuseMisspelt(source: Source): void {
  const known = VARIABLES.map(({ name }) => name);
  for (const name of Object.keys(source)) {
    if (known.includes(name) || name.length < 8) continue;
    const meant = known.find((other) => other.length > 8 && distance(name, other) <= 2);
    if (meant) throw new EnvironmentError(`${name} is not known; ${meant} is`);
  }
}

/** Letters to insert, drop or change (Levenshtein). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/**
 * The typed environment of a service, read once at boot. A value that is missing, wrong or misspelt ends the process
 * (exit 1) with one line that names the variable.
 *
 * @param service name, also of the standard database; `port` its standard port
 * @param extra variables of this service alone, from `OWN_VARIABLES`
 */
export function readEnv<S extends Shape = typeof NOTHING_MORE>(
  service: { name: string; port: number },
  extra: S = NOTHING_MORE as S,
  source: Source = process.env,
): CommonEnv & ValuesOf<S> {
  const standards = {
    PORT: String(service.port),
    MONGODB_URI: `mongodb://127.0.0.1:27017/${service.name}?replicaSet=rs0`,
  };
  try {
    return parseEnv({ ...COMMON_VARIABLES, ...extra }, standards, source);
  } catch (error) {
    if (error instanceof EnvironmentError) refuse(`${service.name} cannot start: ${error.message}`);
    throw error;
  }
}

function refuse(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
