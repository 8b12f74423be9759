import { readFileSync } from 'node:fs';

type Source = Readonly<Record<string, string | undefined>>;

/** Variables that hold a secret; each may be given as a file instead, which neither `ps` nor a crash dump shows. */
const SECRETS = ['MONGODB_URI', 'KAFKA_SASL_PASSWORD'];

/**
 * The environment with the secrets that were given as files. The new line at the end of a file is not part of it.
 *
 * @throws the error of `fault`, with a line that begins with the variable's name and holds nothing of the secret.
 */
export function withSecretFiles(source: Source, fault: (line: string) => Error): Source {
  const read = SECRETS.flatMap((name) => {
    const path = source[`${name}_FILE`];
    if (!path) return [];
    if (source[name]) throw fault(`${name} and ${name}_FILE are both set: set one`);
    return [[name, contentOf(path, () => fault(`${name}_FILE is not a file that can be read`))] as const];
  });
  return { ...source, ...Object.fromEntries(read) };
}

function contentOf(path: string, fault: () => Error): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw fault();
  }
}
