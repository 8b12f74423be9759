import { Refusal } from '#contracts';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Principal } from './principal.js';

export type TokenOptions = {
  issuer: string;
  audience: string;
  /** Milliseconds between two looks for a new key; a flood of unknown key ids reaches the issuer no more often. */
  cooldownMs?: number;
};

/** Endpoints of the issuer that this system uses, from its discovery document. */
export type Discovery = { jwks_uri: string; authorization_endpoint?: string; token_endpoint?: string };

/** Symmetric and `none` are out: whoever verifies could also sign. */
const ALGORITHMS = ['RS256', 'ES256', 'PS256'];
const TIMEOUT_MS = 3_000;
const CLOCK_TOLERANCE_SECONDS = 5;
const RETRY_SECONDS = 2;

const away = (): Refusal => new Refusal('unavailable', 'issuer-away', {}, [], RETRY_SECONDS);

/** Verifies access tokens against the issuer's published keys. There is no way to switch it off. */
export class TokenVerifier implements OnApplicationBootstrap {
  private discovered: Discovery | undefined;
  private keys: JWTVerifyGetKey | undefined;

  constructor(private readonly options: TokenOptions) {}

  /** The first who comes need not wait for what the issuer says; if it is away now, it is asked again then. */
  onApplicationBootstrap(): void {
    void this.discovery();
  }

  /** What the issuer says about itself; undefined while it cannot be reached. */
  async discovery(): Promise<Discovery | undefined> {
    if (!this.discovered) await this.discover().catch(() => undefined); // away: the caller does without
    return this.discovered;
  }

  /**
   * Who the token names; undefined when it is not valid (the guard answers 401).
   *
   * @throws Refusal 503 `issuer-away` when the keys cannot be had: that says nothing about the token.
   */
  async verify(token: string): Promise<Principal | undefined> {
    const keys = this.keys ?? (await this.discover());
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: this.options.issuer,
        audience: this.options.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const { sub, exp } = payload;
      return typeof sub === 'string' && sub !== '' && exp !== undefined ? { sub, expiresAt: exp * 1000 } : undefined;
    } catch (error) {
      if (saysNothingAboutTheToken(error)) throw away();
      return undefined;
    }
  }

  private async discover(): Promise<JWTVerifyGetKey> {
    const address = `${this.options.issuer}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (!answer?.ok) throw away();
    const document = (await answer.json().catch(() => undefined)) as (Discovery & { issuer?: string }) | undefined;
    if (document?.issuer !== this.options.issuer || !document.jwks_uri) throw away();
    this.discovered = document;
    this.keys = createRemoteJWKSet(new URL(document.jwks_uri), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: this.options.cooldownMs ?? 10_000,
      cacheMaxAge: 600_000,
    });
    return this.keys;
  }
}

// What jose throws about the token itself has a code of its own; a key set that cannot be fetched is a time-out, a plain
// fetch error, or jose's generic error ("Expected 200 OK").
function saysNothingAboutTheToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
