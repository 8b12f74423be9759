import { Server } from '@nestjs/microservices';

/** Transport id for `@EventPattern('meetings.events', KAFKA_BATCH)`; `{strategy: app.get(KafkaBatchServer)}` connects it. */
export const KAFKA_BATCH = Symbol('KAFKA_BATCH');

export class KafkaBatchServer extends Server {
  override transportId = KAFKA_BATCH;

  on(): never {
    throw new Error('not yet');
  }

  unwrap<T>(): T {
    throw new Error('not yet');
  }

  listen(_callback: (error?: Error) => void): void {
    throw new Error('not yet');
  }

  close(): void {
    throw new Error('not yet');
  }
}
