// HTTP as one demo person: fetch, a token from the local issuer, and patience while an outcome is unknown.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** `undecided(reply)`: ask again. Connection lost, 429, 5xx and answers with Retry-After are always asked again. */
export function client({ issuer }) {
  const tokens = new Map();

  async function token(sub) {
    const kept = tokens.get(sub);
    if (kept && kept.until > Date.now()) return kept.value;
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:lien-cap:demo-person', client_id: 'curl', person: sub }),
    });
    const body = await answer.json();
    if (!body.access_token) throw new Error(`the issuer refused a token for ${sub}: ${JSON.stringify(body)}`);
    tokens.set(sub, { value: body.access_token, until: Date.now() + ((body.expires_in ?? 60) - 30) * 1000 });
    return body.access_token;
  }

  async function once(sub, method, url, { body, key, ifMatch, type = 'application/json', within = 20_000 }) {
    const headers = { authorization: `Bearer ${await token(sub)}` };
    if (body !== undefined) headers['content-type'] = type;
    if (key) headers['idempotency-key'] = key;
    if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
    const request = { method, headers, signal: AbortSignal.timeout(within) };
    if (body !== undefined) request.body = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url, request);
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json');
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : text };
  }

  /** Asks until the outcome is known. Throws, with the last outcome, after `patience` ms. */
  async function call(sub, method, url, options = {}) {
    const { patience = 30_000, undecided = () => false, ...request } = options;
    if (method !== 'GET') request.key ??= randomUUID();
    const end = Date.now() + patience;
    for (;;) {
      const reply = await once(sub, method, url, request).catch((error) => ({ status: 0, error }));
      const again =
        reply.status === 0 ||
        reply.status === 429 ||
        reply.status >= 500 ||
        reply.headers.has('retry-after') ||
        undecided(reply);
      if (!again) return reply;
      if (Date.now() > end) {
        const last = reply.error ? String(reply.error.cause ?? reply.error) : JSON.stringify(reply.body);
        throw new Error(`${method} ${url}: ${reply.status || 'no answer'} ${last}`);
      }
      await pause(100);
    }
  }

  /** As {@link call}, and the answer must be one of `statuses`. */
  async function expecting(statuses, sub, method, url, options) {
    const reply = await call(sub, method, url, options);
    if (!statuses.includes(reply.status)) {
      throw new Error(`${method} ${url} as ${sub}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
    return reply;
  }

  return { call, expecting, token };
}
