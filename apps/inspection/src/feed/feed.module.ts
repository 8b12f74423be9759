import { Module } from '@nestjs/common';
import { FeedApplier } from './feed.applier.js';
import { FeedController } from './feed.controller.js';
import { FeedHandler } from './feed.handler.js';
import { FeedMetrics } from './feed.metrics.js';
import { STREAM_LIMITS } from './feed.rules.js';
import { FeedStore } from './feed.store.js';
import { FeedStreams } from './feed-streams.js';
import { FeedTail } from './feed-tail.js';
import { LIMITS } from './limits.js';

@Module({
  controllers: [FeedController, FeedHandler],
  providers: [
    { provide: LIMITS, useFactory: () => ({ ...STREAM_LIMITS }) },
    FeedApplier,
    FeedStore,
    FeedStreams,
    FeedTail,
    FeedMetrics,
  ],
})
export class FeedModule {}
