import { join } from 'node:path';
import { freePort } from './isolation.js';
import { ManagedProcess } from './process.js';

/** An issuer that tests may use, and what ends it. */
export type Issuer = { url: string; stop(): Promise<void> };

/** The issuer of this test run (OIDC_ISSUER), else one of its own. */
export async function sharedIssuer(): Promise<Issuer> {
  const url = process.env.OIDC_ISSUER;
  return url ? { url, stop: () => Promise.resolve() } : startIssuer();
}

/** Starts the local issuer of deploy/local on a free port, with its demo people. */
export async function startIssuer(env: Record<string, string> = {}): Promise<ManagedProcess> {
  const port = env.PORT ?? String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const main = join(process.cwd(), 'deploy/local/issuer/main.mjs');
  const issuer = new ManagedProcess(
    'issuer',
    url,
    [main],
    { ISSUER_PORT: port, OIDC_ISSUER: url, ...env },
    '/.well-known/openid-configuration',
  );
  issuer.spawn();
  return issuer.ready();
}

const tokens = new Map<string, { token: string; until: number }>();

/**
 * An access token for a demo person, the way the README's curl line gets one. Kept until shortly before it expires.
 *
 * @throws Error with the issuer's answer when it refuses.
 */
export async function issuerToken(
  sub: string,
  issuer = process.env.OIDC_ISSUER ?? 'http://127.0.0.1:3005',
): Promise<string> {
  const kept = tokens.get(`${issuer} ${sub}`);
  if (kept && kept.until > Date.now()) return kept.token;
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:lien-cap:demo-person', client_id: 'curl', person: sub }),
  });
  const body = (await answer.json()) as { access_token?: string; expires_in?: number };
  if (!body.access_token) throw new Error(`no token for ${sub}: ${answer.status} ${JSON.stringify(body)}`);
  tokens.set(`${issuer} ${sub}`, {
    token: body.access_token,
    until: Date.now() + ((body.expires_in ?? 60) - 30) * 1_000,
  });
  return body.access_token;
}
