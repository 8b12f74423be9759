import type { ActImpactFoundV1, EventType } from '#contracts';
import {
  BatchProcessor,
  KAFKA_BATCH,
  type Applied,
  type BatchApplier,
  type BatchTx,
  type ReceivedEvent,
  type RecordBatch,
} from '#messaging';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { JUDGES, type Judge } from './act.js';
import { ActsStore } from './acts.store.js';

/** Keeps what the other services say of an act; when the last of them has answered this very check, it is checked. */
@Controller()
export class ImpactsController {
  readonly #appliers: Record<Judge, BatchApplier>;

  constructor(
    private readonly acts: ActsStore,
    private readonly processor: BatchProcessor,
  ) {
    this.#appliers = {
      meetings: this.#applierOf('meetings', 'meetings.act-impact-found.v1'),
      inspection: this.#applierOf('inspection', 'inspection.act-impact-found.v1'),
      reports: this.#applierOf('reports', 'reports.act-impact-found.v1'),
    };
  }

  @EventPattern('meetings.impacts', KAFKA_BATCH)
  async meetings(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#appliers.meetings);
  }

  @EventPattern('inspection.impacts', KAFKA_BATCH)
  async inspection(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#appliers.inspection);
  }

  @EventPattern('reports.impacts', KAFKA_BATCH)
  async reports(@Payload() batch: RecordBatch): Promise<void> {
    await this.processor.process(batch, this.#appliers.reports);
  }

  #applierOf(judge: Judge, type: EventType): BatchApplier {
    const apply = async ({ session }: BatchTx, events: ReceivedEvent[]): Promise<Applied> => {
      for (const { data } of events as ReceivedEvent<ActImpactFoundV1>[]) {
        const { actId, check, counts } = data;
        // An answer to an earlier check says nothing of this one.
        await this.acts.acts.updateOne(
          { _id: actId, check, state: 'checking' },
          [
            { $set: { [`impacts.${judge}`]: { $literal: counts } } },
            { $set: { state: { $cond: [ALL_ANSWERED, 'checked', '$state'] } } },
          ],
          { session },
        );
      }
      return { inc: { applied: events.length }, deadLetters: [] };
    };
    return { types: [type], apply };
  }
}

const ALL_ANSWERED = {
  $and: [{ $ne: ['$found', null] }, ...JUDGES.map((judge) => ({ $ne: [{ $type: `$impacts.${judge}` }, 'missing'] }))],
};
