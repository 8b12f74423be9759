import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Who sent the request, as the token says: a `sub`, and when that ends. Roles are facts of the registry. */
export type Principal = {
  readonly sub: string;
  /** When the token expires, in milliseconds since 1970: an answer that goes on must end there. */
  readonly expiresAt?: number;
};

/** A request after the guard let it pass. */
export type SignedRequest = Request & { principal?: Principal };

/** Parameter decorator: who sent the request. */
export const Principal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<SignedRequest>();
  if (!principal) throw new Error('a public route asks for its principal');
  return principal;
});

export const IS_PUBLIC = 'lien-cap:public';
export const markPublic = (): MethodDecorator & ClassDecorator => SetMetadata(IS_PUBLIC, true);
