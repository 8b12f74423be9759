import { eventually } from '#testing';
import { harness, meeting, REPLICA, totals, type Harness } from '../../test/harness.js';
import { consumer } from '../../test/consumer.js';

describe('the batch server', () => {
  let h: Harness;
  beforeAll(async () => {
    h = await harness('server');
  });
  afterAll(() => h.end());

  it('brings an event from the outbox to its reader once', async () => {
    h.newRelay(1_500, h.bell).start();
    const reader = consumer(h);
    const fact = meeting();
    await h.record(fact);
    await eventually(async () => (await h.store.db.collection(REPLICA).countDocuments()) === 1, { timeoutMs: 20_000 });
    expect(await h.store.db.collection<{ _id: string }>(REPLICA).findOne({ _id: fact.meetingId })).toMatchObject({
      version: 1,
      minutes: 90,
    });
    expect((await totals(h.store)).applied).toBe(1);
    expect(reader.sizes.length).toBeGreaterThan(0);
  });
});
