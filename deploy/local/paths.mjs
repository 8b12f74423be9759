import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project's root folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Where data, logs and the pid file of this machine's run live: `.local/`, or LIEN_CAP_HOME. */
export function homeFolder(env = process.env) {
  return env.LIEN_CAP_HOME ? resolve(env.LIEN_CAP_HOME) : join(ROOT, '.local');
}

/** Downloads (Kafka's jars, mongod) outlive the clone: they live in the user's cache. */
export function cacheFolder(env = process.env) {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lien-cap');
}
