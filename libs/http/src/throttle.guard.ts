import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { SignedRequest } from './auth/principal.js';

const MINUTE_MS = 60_000;

/** Limits for `ThrottlerModule`: one count per person over all routes of the process. */
export const throttling = (limit: number) => ({
  throttlers: [{ ttl: MINUTE_MS, limit }],
  getTracker: (request: Record<string, unknown>): string => {
    const { principal, ip } = request as unknown as SignedRequest;
    return principal ? `sub ${principal.sub}` : `ip ${ip}`;
  },
  generateKey: (_context: ExecutionContext, tracker: string): string => tracker,
});

/** Counts requests per person; runs after the JWT guard. Kafka batches are not requests. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http';
  }
}
