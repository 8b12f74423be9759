import { randomUUID } from 'node:crypto';
import {
  EVENTS,
  isEventType,
  Refusal,
  type Envelope,
  type EventData,
  type EventType,
  type ServiceName,
} from '#contracts';
import { canonicalJson } from '#http';
import { addAll, type AddingTx, type Store } from '#mongo';
import { traceContext } from '#observability';
import { mongo } from 'mongoose';
import type { RestoreGuard } from '../restore/restore-guard.js';
import type { Bell } from './bell.js';
import { OUTBOX, type OutboxEntry } from './entry.js';
import { partitionOf } from './partition-of.js';

/** What the outbox needs of a command's transaction (Tx of #http fits). */
export type OutboxTx = AddingTx & { now: Date; onCommitted(hook: () => void): void };

/**
 * `key` is a hint of locality (the branch's parent); the fact's id when absent. `uncounted`: it tells of no new version of
 * a fact, so that a watermark does not count it among what was accepted.
 */
export type OutgoingEvent<T extends EventType = EventType> = {
  type: T;
  data: EventData<T>;
  key?: string;
  uncounted?: true;
};

/** Below the broker's message.max.bytes (1 MB), with room for the frame of a request. */
export const MAX_EVENT_BYTES = 900_000;

/** Checks at boot what a service says it publishes. @throws Error for a type that is not registered or not its own. */
export function checkPublished(service: ServiceName, types: readonly string[]): void {
  for (const type of types) {
    if (!isEventType(type)) throw new Error(`${service} publishes ${type}, which is not in the registry of events`);
    if (EVENTS[type].service !== service) throw new Error(`${service} publishes ${type}, which is not its own`);
  }
}

/** Events are added in the transaction of the fact they tell of: both are there, or neither. */
export class Outbox {
  constructor(private readonly deps: { service: ServiceName; store: Store; bell: Bell; guard?: RestoreGuard }) {}

  /**
   * Adds an event to the transaction; it is published after the commit, at least once, in order of versions.
   *
   * @throws Refusal `event-too-large` when the broker would not take it, `restored-from-older-backup`; Error when the data is not what its schema
   * says or the type is another service's, which is a fault of the code.
   */
  async add<T extends EventType>(tx: OutboxTx, event: OutgoingEvent<T>): Promise<void> {
    await this.addAll(tx, [event]);
  }

  /** As {@link add}, for many events of one transaction in one request to the store. */
  async addAll(tx: OutboxTx, events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.deps.guard?.admit();
    const entries = events.map((event) => this.entryOf(event, tx.now));
    await addAll(this.deps.store.db, tx, OUTBOX, entries);
    tx.onCommitted(this.deps.bell.ring);
  }

  private entryOf<T extends EventType>({ type, data, key, uncounted }: OutgoingEvent<T>, now: Date): OutboxEntry {
    const { topic, schema, fact } = EVENTS[type];
    checkPublished(this.deps.service, [type]);
    if (!topic || !fact) throw new Error(`${type} is no fact`);
    const content = schema.safeParse(data);
    if (!content.success)
      throw new Error(
        `${type} does not fit its schema: ${content.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
      );
    const { id: factId, version } = (fact as (content: unknown) => { id: string; version: number })(content.data);
    const value = Buffer.from(this.textOf(type, factId, content.data, now));
    if (value.length > MAX_EVENT_BYTES)
      throw new Refusal('too-large', 'event-too-large', { bytes: value.length, most: MAX_EVENT_BYTES });
    return {
      _id: new mongo.ObjectId(),
      topic,
      partition: partitionOf(topic, key ?? factId),
      key: key ?? factId,
      type,
      factId,
      version,
      value: new mongo.Binary(value),
      recordedAt: now,
      pending: true,
      ...(uncounted && { uncounted }),
    };
  }

  /** Data with its keys in order: who reads it hashes it so, and need not sort them again. */
  private textOf(type: EventType, subject: string, data: unknown, now: Date): string {
    const envelope: Omit<Envelope, 'data'> = {
      specversion: '1.0',
      id: randomUUID(),
      type,
      source: `/${this.deps.service}`,
      subject,
      time: now.toISOString(),
      datacontenttype: 'application/json',
      traceparent: traceContext().traceparent,
    };
    return `${JSON.stringify(envelope).slice(0, -1)},"data":${canonicalJson(data)}}`;
  }
}
