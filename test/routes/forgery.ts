import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';

type Claims = Record<string, unknown>;

/** Makes tokens with the issuer's own key that the issuer itself never would, and tokens that only look like its own. */
export class Forgery {
  private constructor(
    private readonly issuer: string,
    private readonly key: JWK,
  ) {}

  static of(issuer: string, dataFolder: string): Forgery {
    const { keys } = JSON.parse(readFileSync(join(dataFolder, 'keys.json'), 'utf8')) as { keys: JWK[] };
    return new Forgery(issuer, keys[0]!);
  }

  private claims(more: Claims): Claims {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: this.issuer, aud: 'urn:lien-cap', iat: now, exp: now + 600, ...more };
  }

  /** Properly signed, with whatever claims. */
  async signed(more: Claims): Promise<string> {
    const header = { alg: 'RS256', kid: this.key.kid, typ: 'at+jwt' };
    return new SignJWT(this.claims(more)).setProtectedHeader(header).sign(await importJWK(this.key, 'RS256'));
  }

  /** Tokens that must be refused, by what is wrong with them. */
  async refused(sub: string): Promise<Record<string, string>> {
    const now = Math.floor(Date.now() / 1_000);
    const good = await this.signed({ sub });
    const [head, , signature] = good.split('.');
    const { kid, n } = this.key;
    const secret = Buffer.from(n ?? '', 'base64url');
    const changed = Buffer.from(JSON.stringify(this.claims({ sub, exp: now + 86_400 }))).toString('base64url');
    return {
      unsigned: new UnsecuredJWT(this.claims({ sub })).encode(),
      'signed symmetrically with the public key': await new SignJWT(this.claims({ sub }))
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(secret),
      'of an algorithm that is not allowed': await new SignJWT(this.claims({ sub }))
        .setProtectedHeader({ alg: 'RS512', kid })
        .sign(await importJWK({ ...this.key, alg: 'RS512' }, 'RS512')),
      'changed after signing': [head, changed, signature].join('.'),
      expired: await this.signed({ sub, iat: now - 7_200, exp: now - 3_600 }),
      'without an end': await this.signed({ sub, exp: undefined }),
      'for another audience': await this.signed({ sub, aud: 'urn:other' }),
      'of another issuer': await this.signed({ sub, iss: 'http://127.0.0.1:1' }),
      'without a person': await this.signed({}),
      'no token at all': 'abc',
    };
  }
}
