import { FrameSplitter, KAFKA_API, KafkaConversation } from './kafka-frames.js';

function frame(body: Buffer): Buffer {
  const whole = Buffer.alloc(4 + body.length);
  whole.writeInt32BE(body.length);
  body.copy(whole, 4);
  return whole;
}
function request(apiKey: number, correlationId: number): Buffer {
  const body = Buffer.alloc(12, 0xff);
  body.writeInt16BE(apiKey, 0);
  body.writeInt16BE(7, 2);
  body.writeInt32BE(correlationId, 4);
  return frame(body);
}
function answer(correlationId: number, text: string): Buffer {
  const body = Buffer.alloc(4 + text.length);
  body.writeInt32BE(correlationId);
  body.write(text, 4);
  return frame(body);
}

describe('the wire format of Kafka', () => {
  it('is cut into frames, however the bytes come', () => {
    const frames = [answer(1, 'one'), answer(2, ''), answer(3, 'three')];
    const bytes = Buffer.concat(frames);
    for (const size of [1, 3, 5, bytes.length]) {
      const splitter = new FrameSplitter();
      const found: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) found.push(...splitter.push(bytes.subarray(at, at + size)));
      expect(found).toEqual(frames);
    }
  });

  it('tells by its number what an answer is to, and drops only that', () => {
    const conversation = new KafkaConversation();
    const { produce, heartbeat } = KAFKA_API;
    conversation.request(Buffer.concat([request(produce, 5), request(heartbeat, 6)]));
    conversation.request(request(produce, 7));
    const asked: number[] = [];
    const takes = (apiKey: number): boolean => asked.push(apiKey) === 1 || apiKey === heartbeat;
    const bytes = Buffer.concat([answer(5, 'kept'), answer(6, 'alive'), answer(7, 'kept too'), answer(9, 'unasked')]);
    const { passed, taken } = conversation.answer(bytes, takes);
    expect(asked).toEqual([produce, heartbeat, produce]);
    expect(passed).toEqual([answer(7, 'kept too'), answer(9, 'unasked')]);
    expect(taken).toBe(2);
  });
});
