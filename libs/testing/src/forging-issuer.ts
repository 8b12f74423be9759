import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from 'jose';

type Claims = Record<string, unknown>;
type Key = { privateKey: CryptoKey; jwk: JWK; kid: string };

/** An issuer for tests of the guard: it also makes the tokens that no honest issuer would. */
export class ForgingIssuer {
  private keys: Promise<Key>[] = [newKey()];
  private server: Server | undefined;
  /** Paths that were asked for. */
  readonly asked: string[] = [];

  constructor(private address = '') {}

  get url(): string {
    return this.address || 'http://127.0.0.1:9';
  }

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      void this.answer(request.url ?? '').then((body) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      );
    }).listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => this.server!.once('listening', resolve));
    this.address = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
  }

  /** Signs with a new key from now on and publishes only that. */
  async rotate(): Promise<void> {
    this.keys = [newKey()];
    await this.keys[0];
  }

  /** A token of an hour; a claim of undefined is left out. */
  async token(claims: Claims): Promise<string> {
    const { privateKey, kid } = await this.keys[0]!;
    return new SignJWT(this.payload(claims)).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  }

  unsigned = (claims: Claims): string => new UnsecuredJWT(this.payload(claims)).encode();

  /** Signed with the public key as if it were a shared secret: the classic confusion of algorithms. */
  async symmetric(claims: Claims): Promise<string> {
    const { jwk, kid } = await this.keys[0]!;
    return new SignJWT(this.payload(claims))
      .setProtectedHeader({ alg: 'HS256', kid })
      .sign(Buffer.from(JSON.stringify(jwk)));
  }

  private payload(claims: Claims): Claims {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.url, aud: 'urn:lien-cap', iat: now, exp: now + 3_600, ...claims };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  private async answer(path: string): Promise<unknown> {
    this.asked.push(path);
    if (path.startsWith('/jwks')) return { keys: (await Promise.all(this.keys)).map(({ jwk }) => jwk) };
    return { issuer: this.url, jwks_uri: `${this.url}/jwks` };
  }
}

async function newKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = Math.random().toString(36).slice(2);
  return { privateKey, kid, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
