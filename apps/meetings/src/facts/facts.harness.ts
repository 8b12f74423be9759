import type { EventData, EventType } from '#contracts';
import { Store } from '#mongo';
import { eventually, TestApp, type PublishedFact } from '#testing';
import type { mongo } from 'mongoose';
import { ABOUT, AppModule } from '../app.module.js';

/** What the tests of versioned facts share. */

/** The meetings service, once it knows what the registry published: `sub` may read at `unitId` then. */
export async function openKnowing(facts: PublishedFact[], sub: string, unitIds: readonly string[]): Promise<TestApp> {
  const service = await TestApp.open(ABOUT, (env) => AppModule.forRoot(env));
  await service.publish(facts);
  const client = service.client(sub);
  await eventually(
    async () => {
      const replies = await Promise.all(unitIds.map((unitId) => client.get(`/v1/meetings?unit=${unitId}`)));
      return replies.every(({ status }) => status === 200);
    },
    { timeoutMs: 90_000 },
  );
  return service;
}

/** A meeting that was held, of an evening. */
export const meetingOf = (unitId: string, date: string, kind = 'regular') => ({
  unitId,
  kind,
  startsAt: `${date}T19:30:00+07:00`,
  endsAt: `${date}T21:00:00+07:00`,
  closing: {
    attendance: {
      belong: 20,
      present: 18,
      excused: 2,
      unexcused: 0,
      exempt: 0,
      elsewhere: 0,
      voteBase: 20,
    },
  },
});

/** What a fact published, in order. */
export async function eventsOf<T extends EventType>(service: TestApp, type: T, factId: string) {
  const outbox = service.app.get(Store).db.collection<{ factId: string; key: string; value: mongo.Binary }>('outbox');
  const entries = await outbox.find({ factId }).sort({ _id: 1 }).toArray();
  return entries.map(({ key, value }) => {
    const text = Buffer.from(value.buffer).toString('utf8');
    const event = JSON.parse(text) as { type: T; data: EventData<T> };
    if (event.type !== type) throw new Error(`${factId} published ${event.type}`);
    return { key, text, data: event.data };
  });
}
