import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { IS_PUBLIC, type SignedRequest } from './principal.js';
import { TokenVerifier } from './token-verifier.js';

/** Thrown for a request without a valid token; `code` tells which. */
export class NotSignedIn extends UnauthorizedException {
  constructor(readonly code: 'no-token' | 'invalid-token') {
    super(code);
  }
}

/** Lets a request pass with a valid token, or on a route marked `@Public()`. Global: a new route is closed by itself. */
@Injectable()
export class JwtGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<SignedRequest>();
    const header = request.headers.authorization;
    if (header === undefined) throw new NotSignedIn('no-token');
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
    const principal = token ? await this.verifier.verify(token) : undefined;
    if (!principal) throw new NotSignedIn('invalid-token');
    request.principal = principal;
    return true;
  }
}
