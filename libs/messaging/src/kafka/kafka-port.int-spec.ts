import { createHook, executionAsyncResource, type AsyncHook } from 'node:async_hooks';
import { ConfigSource, Kafka, logLevel, type Admin, type Producer } from 'kafkajs';
import { eventually, kafkaBrokers, TcpProxy } from '#testing';
import { harness, type Harness } from '../../test/harness.js';
import type { Consumption, FetchedBatch, KafkaPort } from './kafka-port.js';
import { KafkajsPort } from './kafkajs-port.js';

const TOPIC = 'meetings.events';
/** By its number in Kafka's protocol. */
const PRODUCE = 0;
const WANTED = { 'retention.ms': '-1', 'retention.bytes': '-1', 'message.timestamp.type': 'CreateTime' };

/** What anything that stands in for kafkajs must do; `make` gives a port with `meetings.events` (6 partitions) made. */
function contract(
  make: () => { port: KafkaPort; away(is: boolean): void; atEnd(work: () => Promise<void>): void },
): void {
  const send = (values: string[], partition = 0) =>
    make().port.send({
      topic: TOPIC,
      partition,
      records: values.map((value) => ({ key: null, value: Buffer.from(value) })),
    });
  const consume = (
    onBatch: (batch: FetchedBatch) => { next?: string; pauseMs?: number } | void,
    {
      groupId = 'contract',
      startAt = async () => null,
    }: { groupId?: string; startAt?: () => Promise<number | null> } = {},
  ): Consumption => {
    const consumption = make().port.consume({
      topics: [TOPIC],
      groupId,
      concurrency: 2,
      startAt,
      onBatch: async (batch) => {
        const answer = onBatch(batch) ?? {};
        return { next: answer.next ?? String(BigInt(batch.records.at(-1)!.offset) + 1n), pauseMs: answer.pauseMs ?? 0 };
      },
    });
    make().atEnd(() => consumption.close());
    return consumption;
  };
  const textOf = ({ records }: FetchedBatch) => records.map(({ value }) => value?.toString());

  it('appends the records of a send together and in order, and says where', async () => {
    const { baseOffset } = await send(['a', 'b']);
    expect(await send(['c'])).toEqual({ baseOffset: baseOffset + 2 });
    expect((await make().port.endOffsets(TOPIC))[0]).toBe(baseOffset + 3);
  });

  it('hands over every record from the start of a partition, in order', async () => {
    await send(['a', 'b', 'c']);
    const seen: unknown[] = [];
    consume((batch) => void seen.push(...textOf(batch)));
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('begins where it is told', async () => {
    await send(['a', 'b', 'c']);
    const seen: unknown[] = [];
    consume((batch) => void seen.push(...textOf(batch)), { startAt: async () => 2 });
    await eventually(() => seen.length > 0);
    expect(seen).toEqual(['c']);
  });

  it('leaves a partition alone for as long as asked, and then brings the same records', async () => {
    await send(['a', 'b']);
    const seen: { text: unknown; at: number }[] = [];
    consume((batch) => {
      seen.push({ text: textOf(batch), at: performance.now() });
      return seen.length === 1 ? { next: batch.records[0]!.offset, pauseMs: 700 } : {};
    });
    await eventually(() => seen.length === 2);
    expect(seen[1]!.text).toEqual(seen[0]!.text);
    expect(seen[1]!.at - seen[0]!.at).toBeGreaterThan(600);
  });

  it('takes back what was not done of a batch', async () => {
    await send(['a', 'b', 'c']);
    const seen: unknown[] = [];
    consume((batch) => {
      seen.push(batch.records[0]!.value?.toString());
      return { next: String(BigInt(batch.records[0]!.offset) + 1n) };
    });
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('goes on through an absence of the broker', async () => {
    const seen: unknown[] = [];
    const consumption = consume((batch) => void seen.push(...textOf(batch)));
    await eventually(() => consumption.state.ok);
    make().away(true);
    await expect(send(['lost'])).rejects.toThrow();
    await eventually(async () => !(await make().port.check()).ok);
    make().away(false);
    await eventually(() => send(['a']));
    await eventually(() => seen.includes('a'), { timeoutMs: 25_000 });
    expect((await make().port.check()).ok).toBe(true);
  }, 60_000);

  it('makes topics once, and says when one has more partitions than wanted', async () => {
    const { port } = make();
    const wanted = [{ topic: 'inspection.events' as const, partitions: 2 }];
    expect(await port.ensureTopics(wanted)).toEqual([
      { topic: 'inspection.events', outcome: 'created', partitions: 2 },
    ]);
    const grown = [{ topic: 'inspection.events' as const, partitions: 3 }];
    await eventually(async () => (await port.ensureTopics(grown))[0]!.outcome === 'grown');
    await eventually(async () => (await port.ensureTopics(wanted))[0]!.outcome === 'too-many');
    await eventually(async () => (await port.endOffsets('inspection.events')).length === 3);
  });

  it('says where the records of a time or later begin: the first of them, or the end', async () => {
    const { port } = make();
    const time = Date.now() - 60_000;
    const since = async (ms: number): Promise<number | undefined> => (await port.offsetsSince(TOPIC, time + ms))[3];
    expect(await since(0)).toBe(0); // empty
    // The last but one is older than what is before it, as a record that was sent on by another may be.
    for (const ms of [0, 10, 5, 20]) {
      const records = ['a', 'b'].map((value) => ({ key: null, value: Buffer.alloc(3_000, value) })); // so that it is indexed
      await port.send({ topic: TOPIC, partition: 3, records, timestamp: time + ms });
    }
    const asked = [-1, 0, 1, 5, 6, 10, 11, 20, 21];
    expect(await Promise.all(asked.map(since))).toEqual([0, 0, 2, 2, 2, 2, 6, 6, 8]);
    expect(await port.offsetsSince(TOPIC, time + 21)).toEqual([0, 0, 0, 8, 0, 0]);
  });

  it('cuts the beginning of a partition', async () => {
    const { baseOffset } = await send(['a', 'b']);
    await make().port.deleteRecords(TOPIC, [{ partition: 0, offset: baseOffset + 1 }]);
    const seen: unknown[] = [];
    consume((batch) => void seen.push(...textOf(batch)));
    await eventually(() => seen.length > 0);
    expect(seen).toEqual(['b']);
  });
}

describe('the port over kafkajs', () => {
  let h: Harness;
  beforeEach(async () => {
    h = await harness('port');
  });
  afterEach(() => h.end());

  contract(() => ({
    port: h.port,
    away: (is) => h.proxy.set(is ? 'refuse' : 'pass'),
    atEnd: (work) => h.atEnd(work),
  }));

  it('keeps topics for ever, and in them the times that its senders give', async () => {
    const admin = new Kafka({ brokers: [`127.0.0.1:${h.proxy.port}`], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: h.prefix + TOPIC, configNames: Object.keys(WANTED) }],
    });
    await admin.disconnect();
    // Of the topic itself, so that no default of a broker cuts it.
    const own = resources[0]!.configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
    expect(Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]))).toEqual(WANTED);
  });

  it('tries a send once, so that no doubt stays inside', async () => {
    const [host = '', port] = kafkaBrokers().split(',')[0]!.split(':');
    const proxy = await TcpProxy.to(host, Number(port), { speaksKafka: true });
    h.atEnd(() => proxy.close());
    const through = new KafkajsPort({
      clientId: 'once',
      brokers: [`127.0.0.1:${proxy.port}`],
      topicPrefix: h.prefix,
      replication: 1,
      redirect: () => ({ host: '127.0.0.1', port: proxy.port }),
    });
    h.atEnd(() => through.close());
    const send = (value: string) =>
      through.send({ topic: TOPIC, partition: 0, records: [{ key: null, value: Buffer.from(value) }] });
    await send('a');
    const { connections } = through;
    proxy.dropAnswers({ apiKeys: [PRODUCE], times: 1, reset: true });
    await expect(send('b')).rejects.toThrow();
    expect((await h.port.endOffsets(TOPIC))[0]).toBe(2);
    await eventually(() => send('c'));
    expect(through.connections).toBeGreaterThan(connections);
  });

  it('gives up a client that hangs while it connects, and makes another', async () => {
    const never = new Promise<void>(() => undefined);
    const hangs = { connect: () => never, disconnect: () => never };
    const admins = jest.spyOn(Kafka.prototype, 'admin').mockReturnValueOnce(hangs as unknown as Admin);
    const producers = jest.spyOn(Kafka.prototype, 'producer').mockReturnValueOnce(hangs as unknown as Producer);
    const port = new KafkajsPort({
      clientId: 'hangs',
      brokers: [`127.0.0.1:${h.proxy.port}`],
      topicPrefix: h.prefix,
      replication: 1,
      redirect: () => ({ host: '127.0.0.1', port: h.proxy.port }),
      hangsMs: 300,
    });
    const send = () => port.send({ topic: TOPIC, partition: 0, records: [{ key: null, value: Buffer.from('a') }] });
    await expect(port.endOffsets(TOPIC)).rejects.toThrow('hangs');
    await expect(send()).rejects.toThrow('hangs');
    // What is well takes longer than that on a busy machine.
    await eventually(() => port.endOffsets(TOPIC));
    await eventually(send);
    expect([admins, producers].map(({ mock }) => mock.calls.length >= 2)).toEqual([true, true]);
    jest.restoreAllMocks();
    await port.close();
  });

  it('lets an idle process sleep', async () => {
    await h.port.send({ topic: TOPIC, partition: 0, records: [{ key: null, value: Buffer.from('a') }] });
    let woken = 0;
    // kafkajs as it comes wakes about 890 times a second for each connection.
    const hook: AsyncHook = createHook({
      before: () => void (executionAsyncResource().constructor.name === 'Timeout' && woken++),
    });
    hook.enable();
    const until = performance.now() + 2_000;
    await eventually(() => performance.now() > until, { everyMs: 500 });
    hook.disable();
    expect(woken).toBeLessThan(40);
  });
});
