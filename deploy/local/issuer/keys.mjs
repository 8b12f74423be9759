// The signing keys, kept in a file so that tokens outlive a restart. The first signs; all are published, so a key is
// rotated by putting a new one in front and is retired by removing it an hour later.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A new RSA key for RS256 as a private JWK. */
export function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' };
}

/** Keys of a folder, made at first use. Several issuers may start at once on one folder: the first file stays. */
export function keysOf(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'keys.json');
  const kept = read(file);
  if (kept) return kept;
  const draft = join(folder, `keys.${process.pid}.${randomBytes(4).toString('hex')}`);
  const made = { cookieKeys: [randomBytes(32).toString('base64url')], keys: [newKey()] };
  writeFileSync(draft, JSON.stringify(made), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${file} is not readable as keys; remove it to make new ones`, { cause: error });
  }
}
