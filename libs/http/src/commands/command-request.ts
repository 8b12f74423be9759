import { randomUUID } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Refusal } from '#contracts';
import type { SignedRequest } from '../auth/principal.js';
import { canonicalJson, derivedUuid, sha256 } from './canonical.js';

/** A write as the client sent it, without its body. A class, since its type stands in decorated signatures. */
export class CommandRequest {
  /** Who sends it. */
  readonly sub!: string;
  /** Method and path with ids: the scope of a key, together with `sub`. */
  readonly route!: string;
  /** Idempotency-Key. */
  readonly key?: string;
  /** Hash of body and query. */
  readonly bodyHash!: string;
  /** The version named by If-Match. */
  readonly ifMatch?: number;
  /** Id for what the command makes, unless the client brings one: the same for the same client, route and key. */
  readonly derivedId!: string;
}

const KEY = /^[\x21-\x7e]{1,200}$/;
const IF_MATCH = /^"([1-9]\d{0,14})"$/;

const headerFault = (code: string, path: string): Refusal =>
  new Refusal('malformed', code, {}, [{ path, code: 'matches' }]);

function oneHeader(
  value: string | string[] | undefined,
  pattern: RegExp,
  code: string,
  name: string,
): RegExpExecArray | undefined {
  if (value === undefined) return undefined;
  const match = typeof value === 'string' ? pattern.exec(value.trim()) : null;
  if (!match) throw headerFault(code, name);
  return match;
}

/**
 * Reads what a command needs from a request that the guard let pass.
 *
 * @throws Refusal 400 `invalid-idempotency-key` or `invalid-if-match`
 */
export function commandRequestOf(request: SignedRequest): CommandRequest {
  const { principal } = request;
  if (!principal) throw new Error('a command needs a principal');
  const key = oneHeader(request.headers['idempotency-key'], KEY, 'invalid-idempotency-key', 'idempotency-key')?.[0];
  const ifMatch = oneHeader(request.headers['if-match'], IF_MATCH, 'invalid-if-match', 'if-match')?.[1];
  const route = `${request.method} ${request.originalUrl.split('?', 1)[0]}`;
  const scope = canonicalJson([principal.sub, route, key]);
  return {
    sub: principal.sub,
    route,
    key,
    bodyHash: sha256(canonicalJson({ body: request.body as unknown, query: request.query })),
    ifMatch: ifMatch === undefined ? undefined : Number(ifMatch),
    derivedId: key === undefined ? randomUUID() : derivedUuid(scope),
  };
}

/** Parameter decorator of writes: `@Command() command: CommandRequest`. */
export const Command = createParamDecorator((_: unknown, context: ExecutionContext): CommandRequest =>
  commandRequestOf(context.switchToHttp().getRequest<SignedRequest>()),
);

/**
 * Refuses a change of something the client has not seen in its current version.
 *
 * @throws Refusal 428 `precondition-required` without If-Match, 412 `stale-version` with an older one
 */
export function requireIfMatch(command: Pick<CommandRequest, 'ifMatch'>, currentVersion: number): void {
  if (command.ifMatch === undefined) throw new Refusal('precondition-required', 'precondition-required');
  if (command.ifMatch !== currentVersion) throw new Refusal('stale', 'stale-version', { current: currentVersion });
}
