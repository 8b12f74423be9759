import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, jwtVerify, createRemoteJWKSet, type JWTPayload } from 'jose';
import { startIssuer, type ManagedProcess } from '#testing';

jest.setTimeout(60_000);

const MAIN = join(process.cwd(), 'deploy/local/issuer/main.mjs');
const EXPLORER = 'http://127.0.0.1:3001';
const CALLBACK = `${EXPLORER}/docs/oauth2-redirect.html`;

describe('the local issuer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  let issuer: ManagedProcess;

  beforeAll(async () => {
    issuer = await startIssuer({ ISSUER_DATA: folder, CORS_ORIGINS: EXPLORER });
  });
  afterAll(async () => {
    await issuer.stop();
    rmSync(folder, { recursive: true });
  });

  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(issuer.url + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });

  const demoToken = async (person: string): Promise<Response> =>
    post('/token', { grant_type: 'urn:lien-cap:demo-person', client_id: 'curl', person });

  const tokenOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as { access_token: string }).access_token;

  const verify = async (token: string): Promise<JWTPayload> => {
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const rules = { issuer: issuer.url, audience: 'urn:lien-cap', algorithms: ['RS256'] };
    return (await jwtVerify(token, keys, rules)).payload;
  };

  it('hands curl a token that its published keys verify, and that says who and no more', async () => {
    const payload = await verify(await tokenOf(await demoToken('demo-clerk')));
    expect(payload.sub).toBe('demo-clerk');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3_600);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub']);
  });

  it.each(['', 'Nguyễn', 'a b', 'x'.repeat(65)])('hands none for the malformed name %p', async (person) => {
    expect((await demoToken(person)).status).toBe(400);
  });

  describe('signs a person in', () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const jar = new Map<string, { path: string; pair: string }>();
    const cookiesFor = (path: string): Record<string, string> => {
      const sent = [...jar.values()].filter((kept) => path.startsWith(kept.path));
      return { cookie: sent.map(({ pair }) => pair).join('; ') };
    };
    const keep = (answer: Response): Response => {
      for (const line of answer.headers.getSetCookie()) {
        const pair = line.split(';', 1)[0] ?? '';
        const path = /; path=([^;]+)/i.exec(line)?.[1] ?? '/';
        const name = `${path} ${pair.slice(0, pair.indexOf('='))}`;
        if (pair.endsWith('=')) jar.delete(name);
        else jar.set(name, { path, pair });
      }
      return answer;
    };
    const get = async (address: string): Promise<Response> => {
      const { href, pathname } = new URL(address, issuer.url);
      return keep(await fetch(href, { headers: cookiesFor(pathname), redirect: 'manual' }));
    };

    const authorize = (more: Record<string, string> = {}): Promise<Response> => {
      const query = {
        client_id: 'swagger',
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid',
        state: 's',
        ...more,
      };
      return get(
        `/auth?${new URLSearchParams({ code_challenge: challenge, code_challenge_method: 'S256', ...query }).toString()}`,
      );
    };

    /** Chooses a person and follows the redirects of the issuer itself. */
    const choose = async (page: string, person: string): Promise<URL> => {
      let answer = keep(await post(page, { person }, cookiesFor(page)));
      for (;;) {
        const location = answer.headers.get('location');
        if (!location) throw new Error(`the sign-in ended with ${answer.status}: ${await answer.text()}`);
        const next = new URL(location, issuer.url);
        if (next.origin !== new URL(issuer.url).origin) return next;
        answer = await get(next.href);
      }
    };

    it('by a page that lists the demo people, with PKCE, once for each sign-in', async () => {
      const page = (await authorize()).headers.get('location') ?? '';
      expect(page).toMatch(/^\/login\//);
      const html = await (await get(page)).text();
      const people = JSON.parse(readFileSync(join(process.cwd(), 'deploy/local/demo/people.json'), 'utf8')) as {
        sub: string;
      }[];
      for (const { sub } of people) expect(html).toContain(`value="${sub}"`);
      const back = await choose(page, 'demo-administrator');
      expect(back.origin + back.pathname).toBe(CALLBACK);
      const code = back.searchParams.get('code') ?? '';
      const form = { grant_type: 'authorization_code', client_id: 'swagger', redirect_uri: CALLBACK, code };

      const wrong = await post(
        '/token',
        { ...form, code_verifier: randomBytes(32).toString('base64url') },
        { origin: EXPLORER },
      );
      expect(wrong.status).toBe(400);

      // Asked again who it is, although a session is there: people of a demo change hats.
      const again = (await authorize()).headers.get('location') ?? '';
      expect(again).toMatch(/^\/login\//);
      const fresh = (await choose(again, 'demo-operator')).searchParams.get('code') ?? '';
      const answer = await post('/token', { ...form, code: fresh, code_verifier: verifier }, { origin: EXPLORER });
      expect(answer.headers.get('access-control-allow-origin')).toBe(EXPLORER);
      expect((await verify(await tokenOf(answer))).sub).toBe('demo-operator');
    });

    it('never without PKCE, nor back to an address it does not know', async () => {
      const plain = await get(
        `/auth?client_id=swagger&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(CALLBACK)}`,
      );
      expect(plain.headers.get('location')).toContain('error=invalid_request');
      expect((await authorize({ redirect_uri: 'http://evil.example/' })).status).toBe(400);
    });

    it('says so when the sign-in has expired', async () => {
      const answer = await get('/login/unknown');
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('hết hạn');
    });
  });

  it('keeps its tokens valid over a restart and over a new key, until the old key is removed', async () => {
    const old = await tokenOf(await demoToken('a'));
    await issuer.restart();
    expect((await verify(old)).sub).toBe('a');

    const file = join(folder, 'keys.json');
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { keys: object[] };
    const other = mkdtempSync(join(tmpdir(), 'issuer-'));
    const donor = await startIssuer({ ISSUER_DATA: other });
    await donor.stop();
    const { keys: fresh } = JSON.parse(readFileSync(join(other, 'keys.json'), 'utf8')) as { keys: object[] };
    rmSync(other, { recursive: true });

    writeFileSync(file, JSON.stringify({ ...kept, keys: [...fresh, ...kept.keys] }));
    await issuer.restart();
    const next = await tokenOf(await demoToken('a'));
    expect(decodeProtectedHeader(next).kid).not.toBe(decodeProtectedHeader(old).kid);
    expect((await verify(old)).sub).toBe('a');

    writeFileSync(file, JSON.stringify({ ...kept, keys: fresh }));
    await issuer.restart();
    expect((await verify(next)).sub).toBe('a');
    await expect(verify(old)).rejects.toThrow('no applicable key');
  });

  it.each([
    ['NODE_ENV', 'production'],
    ['HOST', '0.0.0.0'],
    ['OIDC_ISSUER', 'https://id.example.org'],
    ['CORS_ORIGINS', 'https://example.org'],
    ['ISSUER_PORT', 'x'],
  ])('refuses %s=%s in one line', (name, value) => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, [name]: value },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^issuer cannot start: ${name} .*\n$`));
  });

  it('serves a container whose port is published on loopback, under a name that is loopback by definition', async () => {
    const inside = { HOST: '0.0.0.0', ISSUER_PUBLISHED: 'on-loopback', OIDC_ISSUER: 'http://issuer.localhost:3005' };
    const published = await startIssuer({ ...inside, ISSUER_DATA: mkdtempSync(join(tmpdir(), 'issuer-')) });
    const answer = await fetch(`${published.url}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: inside.OIDC_ISSUER });
    await published.stop();
  });

  it.each([
    ['NODE_ENV', 'production'],
    ['OIDC_ISSUER', 'https://id.example.org'],
  ])('refuses %s=%s in a container too', (name, value) => {
    const env = { HOST: '0.0.0.0', ISSUER_PUBLISHED: 'on-loopback', [name]: value };
    const { stderr } = spawnSync(process.execPath, [MAIN], { env, encoding: 'utf8' });
    expect(stderr).toMatch(new RegExp(`^issuer cannot start: ${name} `));
  });
});
