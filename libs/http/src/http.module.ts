import { Global, Module, type DynamicModule, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { ThrottlerModule } from '@nestjs/throttler';
import { Store } from '#mongo';
import { onScrape } from '#observability';
import { JwtGuard } from './auth/jwt.guard.js';
import { TokenVerifier } from './auth/token-verifier.js';
import { AnswerInterceptor } from './commands/answer.js';
import { Commands } from './commands/commands.js';
import { HealthController } from './health/health.controller.js';
import { HealthIndicatorRegistry } from './health/health-indicators.js';
import { partUp } from './health/health.metrics.js';
import { MetricsController } from './health/metrics.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ThrottleGuard, throttling } from './throttle.guard.js';

export type HttpOptions = {
  issuer: string;
  audience: string;
  /** Requests a minute that one person may send to this process. */
  rateLimit?: number;
  /** Milliseconds between two looks for a new key of the issuer. */
  keyCooldownMs?: number;
};

/** Guard, limits, error answers, idempotent commands and health of a service. Needs `MongoModule` beside it. */
@Global()
@Module({})
export class HttpModule implements OnModuleInit, OnModuleDestroy {
  private unread: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly health: HealthIndicatorRegistry,
  ) {}

  onModuleInit(): void {
    this.health.add('mongodb', () => this.store.state);
    this.unread = onScrape('health', [partUp], async () => {
      for (const { name, ok } of await this.health.states()) partUp.set({ part: name }, ok ? 1 : 0);
    });
  }

  onModuleDestroy(): void {
    this.unread?.();
  }

  static forRoot({ issuer, audience, rateLimit = 6_000, keyCooldownMs }: HttpOptions): DynamicModule {
    const verifier = new TokenVerifier({ issuer, audience, cooldownMs: keyCooldownMs });
    return {
      module: HttpModule,
      imports: [TerminusModule.forRoot({ logger: false }), ThrottlerModule.forRoot(throttling(rateLimit))],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: TokenVerifier, useValue: verifier },
        // Their order is the order in which they run: who it is, then how often.
        { provide: APP_GUARD, useClass: JwtGuard },
        { provide: APP_GUARD, useClass: ThrottleGuard },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
        Commands,
        HealthIndicatorRegistry,
      ],
      exports: [Commands, HealthIndicatorRegistry, TokenVerifier],
    };
  }
}
