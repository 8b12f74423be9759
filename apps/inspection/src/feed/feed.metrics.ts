import { gauge, onScrape } from '#observability';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { FeedStreams } from './feed-streams.js';

const connections = gauge({
  name: 'lien_cap_sse_connections',
  help: 'Event streams that are open in this process',
});

/** Tells how many streams are open when somebody asks. */
@Injectable()
export class FeedMetrics implements OnModuleInit, OnModuleDestroy {
  #unread: (() => void) | undefined;

  constructor(private readonly streams: FeedStreams) {}

  onModuleInit(): void {
    this.#unread = onScrape('streams', [connections], () => connections.set(this.streams.size));
  }

  onModuleDestroy(): void {
    this.#unread?.();
  }
}
