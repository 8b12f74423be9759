import helmet from 'helmet';
import type { NextFunction, Request, Response } from 'express';
import type { ConfigureOptions } from '../configure-options.js';

const originOf = (address: string): string => new URL(address).origin;

/**
 * Security headers: an API answers data that nothing may execute or frame. The explorer is a page, so it has a policy of
 * its own: its scripts, the issuer's token endpoint, the other services it lists, and a sign-in window that may talk back.
 */
export function securityHeaders(
  options: ConfigureOptions,
): (request: Request, response: Response, next: NextFunction) => void {
  const api = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    // Other origins read answers by CORS alone, which is configured.
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
  const docs = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': [
          "'self'",
          originOf(options.issuer),
          ...(options.documents ?? []).map(({ url }) => originOf(url)),
        ],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'self'"],
        'object-src': ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
  });
  return (request, response, next) => (/^\/docs(\/|$)/.test(request.path) ? docs : api)(request, response, next);
}
