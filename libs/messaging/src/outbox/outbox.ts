import type { EventData, EventType } from '#contracts';
import { Injectable } from '@nestjs/common';
import type { ClientSession } from 'mongoose';

/** What the outbox needs of a command's transaction (Tx of #http fits). */
export type OutboxTx = { session: ClientSession; now: Date; onCommitted(hook: () => void): void };

export type OutgoingEvent<T extends EventType = EventType> = { type: T; data: EventData<T>; key?: string };

@Injectable()
export class Outbox {
  async add<T extends EventType>(_tx: OutboxTx, _event: OutgoingEvent<T>): Promise<void> {
    throw new Error('not yet');
  }
}
