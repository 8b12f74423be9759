import {
  EVENTS,
  MOST_FACTS_NAMED,
  type DigestsRequestedV1,
  type EventData,
  type EventType,
  type ServiceName,
} from '#contracts';
import { Outbox, type Applied, type BatchApplier, type BatchTx, type OutboxTx, type ReceivedEvent } from '#messaging';
import { serverTime, Store } from '#mongo';
import { eventLogger } from '#observability';
import { answerDigests, pageOf, type Answered } from './answer-digests.js';
import type { FactKind } from './fact-kind.js';
import { recount } from './recount.js';

/** Where the answer about facts of a type goes: the topic of those facts. */
const ANSWERS = {
  registry: 'registry.digests-answered.v1',
  meetings: 'meetings.digests-answered.v1',
  inspection: 'inspection.digests-answered.v1',
  reports: 'reports.digests-answered.v1',
} as const satisfies Record<ServiceName, EventType>;
const answerTypeOf = (service: ServiceName, type: EventType) =>
  type === 'registry.composition-changed.v1' ? 'registry.composition-digests-answered.v1' : ANSWERS[service];

const log = eventLogger('digests');

/**
 * Answers what reports asks of this service: digests of its facts, or their events once more. It reads as much as fits
 * into a second or two; reports asks on from there. Asked twice, it answers twice, which harms nobody.
 */
export class DigestsApplier implements BatchApplier {
  readonly types: readonly EventType[] = ['reports.digests-requested.v1'];

  constructor(
    private readonly deps: { service: ServiceName; store: Store; outbox: Outbox; kinds: readonly FactKind[] },
  ) {}

  async apply(batch: BatchTx, events: ReceivedEvent[]): Promise<Applied> {
    const { session, time } = batch;
    const tx: OutboxTx = { session, now: new Date(time), onCommitted: (hook) => batch.onCommitted(hook) };
    for (const { data } of events) {
      const request = data as DigestsRequestedV1;
      const kind = this.deps.kinds.find(({ type }) => type === request.type);
      if (request.service === this.deps.service && kind) await this.#answer(tx, kind, request);
    }
    return { inc: { applied: events.length } };
  }

  async #answer(tx: OutboxTx, kind: FactKind, request: DigestsRequestedV1): Promise<void> {
    const { db } = this.deps.store;
    const found = await this.#find(tx, kind, request);
    // Asked after the reads: what they saw was committed before, so the watermark that passes it has sent it all.
    const readAt = await serverTime(db);
    await this.deps.outbox.add(tx, {
      type: answerTypeOf(this.deps.service, kind.type),
      data: { requestId: request.requestId, type: kind.type, readAt: readAt.toISOString(), ...found },
      uncounted: true,
    });
  }

  async #find(tx: OutboxTx, kind: FactKind, request: DigestsRequestedV1): Promise<Answered> {
    if (request.ask === 'republish') return this.#republish(tx, kind, request);
    if (request.ask !== 'recount') return answerDigests(this.deps.store.db, kind, request);
    const { topic } = EVENTS[kind.type];
    const kinds = this.deps.kinds.filter(({ type }) => EVENTS[type].topic === topic);
    if (topic) await recount(this.deps.store, tx, topic, kinds);
    return { ranges: [], facts: [], next: null };
  }

  /** The same version with the same content, made by the function that made it first. */
  async #republish(tx: OutboxTx, kind: FactKind, request: DigestsRequestedV1): Promise<Answered> {
    const { facts, more } = await pageOf(this.deps.store.db, kind, request, MOST_FACTS_NAMED);
    const again = facts.flatMap(({ event, unitId }) => {
      const data = event();
      return data
        ? [
            {
              type: kind.type,
              data: data as EventData<EventType>,
              ...(unitId && { key: unitId }),
              uncounted: true as const,
            },
          ]
        : [];
    });
    await this.deps.outbox.addAll(tx, again);
    log.warn({ event: 'digests.republished', type: kind.type, asked: request.ids?.length, facts: again.length });
    return { ranges: [], facts: [], next: more ? facts.at(-1)!.id : null };
  }
}
