import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DigestsAnsweredV1, DigestsRequestedV1, ServiceName, TopicName } from '#contracts';
import { inTx } from '#http';
import { Outbox, type ProgressDocument } from '#messaging';
import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { AnswerDocument } from './answers.js';
import type { ComparedKind } from './facts.rules.js';
import { ANSWERS } from './reconciliation.schema.js';

/** An answer takes a second or two, on a machine that is overwhelmed half a minute. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 50;

/** A source did not answer in time, or its watermarks do not come: nothing can be said of its facts. */
export class SourceSilent extends Error {
  constructor(readonly service: ServiceName) {
    super(`${service} does not answer`);
    this.name = 'SourceSilent';
  }
}

export type Question = Pick<DigestsRequestedV1, 'ask'> &
  Partial<Pick<DigestsRequestedV1, 'after' | 'through' | 'ids' | 'scope'>>;

/** Asks sources by event and waits for what they answer by event; no service calls another. */
@Injectable()
export class Sources {
  /** Milliseconds to wait for a source, where they are others than `PATIENCE_MS`. */
  readonly patience = new Map<ServiceName, number>();

  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
  ) {}

  /** @throws SourceSilent */
  async ask({ service, type }: ComparedKind, question: Question): Promise<DigestsAnsweredV1> {
    const requestId = randomUUID();
    const data: DigestsRequestedV1 = { requestId, service, type, after: null, through: null, ...question };
    await inTx(this.store.connection, (tx) => this.outbox.add(tx, { type: 'reports.digests-requested.v1', data }));
    const answers = this.store.db.collection<AnswerDocument>(ANSWERS);
    return this.#within(service, async () => (await answers.findOneAndDelete({ _id: requestId }))?.answer);
  }

  /**
   * Waits until all that a source knew of at an instant, by the clock of its database, has been applied: each partition
   * has heard a watermark past it, and everything before a watermark is worked up by then.
   *
   * @throws SourceSilent
   */
  async applied(service: ServiceName, topic: TopicName, readAt: string): Promise<void> {
    const progress = this.store.db.collection<ProgressDocument>('progress');
    const through = new Date(readAt);
    const behind = { topic, $nor: [{ 'heard.through': { $gte: through } }] };
    await this.#within(service, async () => (await progress.countDocuments(behind)) === 0);
  }

  async #within<T>(service: ServiceName, look: () => Promise<T | undefined | null | false>): Promise<T> {
    const until = performance.now() + (this.patience.get(service) ?? PATIENCE_MS);
    for (;;) {
      const found = await look();
      if (found) return found;
      if (performance.now() > until) throw new SourceSilent(service);
      await pause(LOOK_MS);
    }
  }
}
