/** Numbers of Kafka's requests whose lost answers matter most. */
export const KAFKA_API = { produce: 0, offsetCommit: 8, joinGroup: 11, heartbeat: 12, syncGroup: 14 } as const;

const LENGTH = 4;

/** Cuts a stream of Kafka's wire format into frames, each with its four bytes of length. */
export class FrameSplitter {
  private rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): Buffer[] {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    const frames: Buffer[] = [];
    for (let size = this.size(); size !== null && size <= this.rest.length; size = this.size()) {
      frames.push(this.rest.subarray(0, size));
      this.rest = this.rest.subarray(size);
    }
    return frames;
  }

  private size(): number | null {
    return this.rest.length < LENGTH ? null : LENGTH + this.rest.readInt32BE(0);
  }
}

/** A request is length, api key, api version, correlation id …; its answer is length, correlation id … */
export const requestOf = (frame: Buffer): { apiKey: number; correlationId: number } => ({
  apiKey: frame.readInt16BE(LENGTH),
  correlationId: frame.readInt32BE(LENGTH + 4),
});
export const answerOf = (frame: Buffer): { correlationId: number } => ({ correlationId: frame.readInt32BE(LENGTH) });

/** Which answers are dropped: of these requests, so many of them, and whether the connection breaks with it. */
export type AnswerRule = { apiKeys: readonly number[]; times: number; reset: boolean };

/** The two sides of one connection to a broker: what was asked under which number, and which answers are let through. */
export class KafkaConversation {
  private readonly requests = new FrameSplitter();
  private readonly answers = new FrameSplitter();
  private readonly asked = new Map<number, number>();

  /** Notes what is asked; everything is passed on as it came. */
  request(bytes: Buffer): void {
    for (const frame of this.requests.push(bytes)) {
      const { apiKey, correlationId } = requestOf(frame);
      this.asked.set(correlationId, apiKey);
    }
  }

  /** The whole answers to pass on, and those that a rule took. */
  answer(bytes: Buffer, takes: (apiKey: number) => boolean): { passed: Buffer[]; taken: number } {
    const frames = this.answers.push(bytes);
    const passed = frames.filter((frame) => {
      const { correlationId } = answerOf(frame);
      const apiKey = this.asked.get(correlationId);
      this.asked.delete(correlationId);
      return apiKey === undefined || !takes(apiKey);
    });
    return { passed, taken: frames.length - passed.length };
  }
}
