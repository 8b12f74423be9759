// The issuer's environment, read once. A wrong value ends the process with one line that names the variable.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
/** Names that end in .localhost are this machine's by definition (RFC 6761). */
const isHere = (name) => LOOPBACK.has(name) || /^[a-z0-9-]+\.localhost$/.test(name ?? '');

function refuse(line) {
  process.stderr.write(`issuer cannot start: ${line}\n`);
  process.exit(1);
}

/** Origins of the services whose explorer signs in here, by both names of this machine. */
function explorerOrigins(env) {
  if (env.CORS_ORIGINS)
    return env.CORS_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean);
  return [3001, 3002, 3003, 3004].flatMap((port) => [`http://127.0.0.1:${port}`, `http://localhost:${port}`]);
}

export function readSettings(env) {
  if (env.NODE_ENV === 'production') refuse('NODE_ENV is production; it gives a token to anybody who asks');
  const host = env.HOST || '127.0.0.1';
  // In a container every address but loopback's is reached through what is published: Compose publishes on loopback only.
  const published = env.ISSUER_PUBLISHED === 'on-loopback';
  if (!LOOPBACK.has(host) && !published) refuse('HOST is not loopback; it gives a token to anybody who asks');
  const port = Number(env.ISSUER_PORT || env.PORT || 3005);
  if (!Number.isInteger(port) || port < 1 || port > 65535) refuse('ISSUER_PORT must be 1 to 65535');
  const issuer = (env.OIDC_ISSUER || `http://127.0.0.1:${port}`).replace(/\/$/, '');
  if (!isHere(URL.parse(issuer)?.hostname)) refuse('OIDC_ISSUER must be an address of this machine');
  const origins = explorerOrigins(env);
  if (origins.some((origin) => !isHere(URL.parse(origin)?.hostname)))
    refuse('CORS_ORIGINS must be addresses of this machine');
  return {
    host,
    port,
    issuer,
    audience: env.OIDC_AUDIENCE || 'urn:lien-cap',
    redirectUris: origins.map((origin) => `${origin}/docs/oauth2-redirect.html`),
    dataFolder: env.ISSUER_DATA || join(HERE, '../../../.local/issuer'),
    peopleFile: env.ISSUER_PEOPLE || join(HERE, '../demo/people.json'),
  };
}
