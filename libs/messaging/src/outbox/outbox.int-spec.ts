import { randomUUID } from 'node:crypto';
import { EVENTS, type EventType, type UnitChangedV1 } from '#contracts';
import { canonicalJson } from '#http';
import { runWithTrace } from '#observability';
import { inTransaction } from '#mongo';
import { harness, meeting, type Harness } from '../../test/harness.js';
import { MessagingModule } from '../messaging.module.js';
import { Bell } from './bell.js';
import { OUTBOX, type OutboxEntry } from './entry.js';
import { Outbox, type OutgoingEvent } from './outbox.js';

describe('the outbox', () => {
  let h: Harness;
  const entries = () => h.store.db.collection<OutboxEntry>(OUTBOX);
  const add = <T extends EventType>(outbox: Outbox, event: OutgoingEvent<T>, afterwards = async () => undefined) =>
    inTransaction(h.store.connection, async (session) => {
      await outbox.add({ session, now: new Date(), onCommitted: () => undefined }, event);
      await afterwards();
    });

  beforeAll(async () => {
    h = await harness('outbox', { topics: [] });
  });
  beforeEach(() => entries().deleteMany({}));
  afterAll(() => h.end());

  it('holds an event only when its fact was committed', async () => {
    const event = { type: 'meetings.meeting-recorded.v1', data: meeting() } as const;
    const failing = add(h.outbox, event, () => Promise.reject(new Error('the fact cannot be stored')));
    await expect(failing).rejects.toThrow('cannot be stored');
    expect(await entries().countDocuments()).toBe(0);
    await add(h.outbox, event);
    expect(await entries().findOne()).toMatchObject({ pending: true, factId: event.data.meetingId, version: 1 });
  });

  it('makes CloudEvents that carry the trace of the request, and fixes their partition by the key', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const data = meeting();
    await runWithTrace(traceparent, () => add(h.outbox, { type: 'meetings.meeting-recorded.v1', data, key: 'branch' }));
    await add(h.outbox, { type: 'meetings.meeting-recorded.v1', data: { ...data, version: 2 }, key: 'branch' });
    const [one, two] = await entries().find().sort({ version: 1 }).toArray();
    const event = JSON.parse(one!.value.toString()) as Record<string, unknown>;
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'meetings.meeting-recorded.v1',
      source: '/meetings',
      data,
    });
    expect(event['subject']).toBe(data.meetingId);
    expect(event['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
    expect(one!.partition).toBe(two!.partition);
    // In the order in which readers hash it.
    expect(one!.value.toString()).toContain(`"data":${canonicalJson(event['data'])}}`);
  });

  it('takes many events of one transaction in their order', async () => {
    const events = Array.from({ length: 5 }, () => ({
      type: 'meetings.meeting-recorded.v1' as const,
      data: meeting(),
    }));
    const rung: unknown[] = [];
    await inTransaction(h.store.connection, (session) =>
      h.outbox.addAll({ session, now: new Date(), onCommitted: (hook) => void rung.push(hook) }, events),
    );
    const stored = await entries().find().sort({ _id: 1 }).toArray();
    expect(stored.map(({ factId }) => factId)).toEqual(events.map(({ data }) => data.meetingId));
    expect(rung).toHaveLength(1);
  });

  it('refuses what the broker would not take, before anything is committed', async () => {
    const stretch = {
      from: '2020-01-01',
      to: '2020-01-02',
      code: 'X',
      name: 'n'.repeat(200),
      kind: 'ward',
      level: 'commune',
      parentId: null,
    } as const;
    const data: UnitChangedV1 = {
      treeRevision: 1,
      unit: { id: randomUUID(), version: 1, voided: false, stretches: Array.from({ length: 4_000 }, () => stretch) },
    };
    const registry = new Outbox({ service: 'registry', store: h.store, bell: new Bell() });
    const tooLarge = add(registry, { type: 'registry.unit-changed.v1', data });
    await expect(tooLarge).rejects.toMatchObject({ kind: 'too-large', code: 'event-too-large' });
    expect(await entries().countDocuments()).toBe(0);
  });

  it('takes no event that its schema does not know, nor one of another service', async () => {
    const wrong = meeting({ minutes: -5 });
    await expect(add(h.outbox, { type: 'meetings.meeting-recorded.v1', data: wrong })).rejects.toThrow('minutes');
    const foreign = { type: 'registry.role-changed.v1' as const, data: {} as never };
    await expect(add(h.outbox, foreign)).rejects.toThrow('not its own');
  });

  it.each([
    ['meetings.meeting-vanished.v1', 'not in the registry of events'],
    ['registry.role-changed.v1', 'not its own'],
  ])('a service that says it publishes %s does not boot', (type, why) => {
    const options = { service: 'meetings' as const, brokers: [], topicPrefix: '', replication: 1, leaseMs: 1 };
    expect(() => MessagingModule.forRoot({ ...options, publishes: [type as EventType] })).toThrow(why);
    expect(Object.keys(EVENTS)).not.toContain('meetings.meeting-vanished.v1');
  });
});
