import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from './eventually.js';
import { KAFKA_API } from './kafka-frames.js';
import { TcpProxy } from './tcp-proxy.js';

/** A request of Kafka's, to which the server of this test answers with the same bytes and its number in front. */
function request(apiKey: number, correlationId: number): Buffer {
  const frame = Buffer.alloc(16);
  frame.writeInt32BE(12);
  frame.writeInt16BE(apiKey, 4);
  frame.writeInt32BE(correlationId, 8);
  return frame;
}
function answerTo(frame: Buffer): Buffer {
  const answer = Buffer.alloc(8);
  answer.writeInt32BE(4);
  answer.writeInt32BE(frame.readInt32BE(8), 4);
  return answer;
}

describe('a proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let heard: number;
  const clients: Socket[] = [];

  const join = async (): Promise<{ client: Socket; got: () => Buffer; gone: () => boolean }> => {
    const client = connect(proxy.port, '127.0.0.1');
    clients.push(client);
    const chunks: Buffer[] = [];
    client.on('data', (bytes: Buffer) => chunks.push(bytes)).on('error', () => undefined);
    await once(client, 'connect');
    return { client, got: () => Buffer.concat(chunks), gone: () => client.destroyed };
  };

  beforeEach(async () => {
    heard = 0;
    server = createServer((socket) =>
      socket
        .on('data', (bytes: Buffer) => {
          heard += bytes.length;
          for (let at = 0; at + 16 <= bytes.length; at += 16) socket.write(answerTo(bytes.subarray(at, at + 16)));
        })
        .on('error', () => undefined),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.to('127.0.0.1', (server.address() as AddressInfo).port, { speaksKafka: true });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('drops so many answers to the requests it is told, which the server got, and no others', async () => {
    const { client, got } = await join();
    proxy.dropAnswers({ apiKeys: [KAFKA_API.produce], times: 1, reset: false });
    const { produce, heartbeat } = KAFKA_API;
    client.write(Buffer.concat([request(heartbeat, 1), request(produce, 2), request(produce, 3)]));
    await eventually(() => got().length === 16);
    expect(got()).toEqual(Buffer.concat([answerTo(request(heartbeat, 1)), answerTo(request(produce, 3))]));
    expect(heard).toBe(48);
  });

  it('breaks the connection with the answer, when told so', async () => {
    const { client, gone } = await join();
    proxy.dropAnswers({ apiKeys: [KAFKA_API.produce], times: 1, reset: true });
    client.write(request(KAFKA_API.produce, 1));
    await eventually(gone);
    expect(heard).toBe(16);
  });

  it('holds one direction only', async () => {
    const { client, got } = await join();
    proxy.set('no-answers');
    client.write(request(KAFKA_API.heartbeat, 1));
    await eventually(() => heard === 16);
    proxy.set('no-requests');
    await eventually(() => got().length === 8);
    client.write(request(KAFKA_API.heartbeat, 2));
    proxy.set('pass');
    await eventually(() => got().length === 16);
  });

  it('cuts each connection after some bytes', async () => {
    const { client, gone, got } = await join();
    proxy.set({ cutAfterBytes: 20 });
    client.write(request(KAFKA_API.heartbeat, 1));
    await eventually(gone);
    expect(heard).toBe(16);
    expect(got()).toHaveLength(4);
  });

  it('lets bytes pass later, and in their order', async () => {
    const { client, got } = await join();
    proxy.set({ delayMs: 60, jitterMs: 40 });
    const begun = performance.now();
    // Many, since what overtakes does so within one millisecond.
    const all = Array.from({ length: 200 }, (_, n) => request(KAFKA_API.heartbeat, n));
    for (const one of all) client.write(one);
    await eventually(() => got().length === 8 * all.length);
    expect(performance.now() - begun).toBeGreaterThan(120);
    expect(got()).toEqual(Buffer.concat(all.map(answerTo)));
  });

  it('resets what is open, and takes new connections', async () => {
    const first = await join();
    await eventually(() => proxy.connections === 1);
    proxy.reset();
    await eventually(first.gone);
    const second = await join();
    second.client.write(request(KAFKA_API.heartbeat, 1));
    await eventually(() => second.got().length === 8);
  });
});
