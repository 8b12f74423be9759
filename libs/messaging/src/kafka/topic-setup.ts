import { setTimeout as pause } from 'node:timers/promises';
import { TOPIC_NAMES, TOPICS } from '#contracts';
import { eventLogger } from '#observability';
import type { KafkaPort, PortState, TopicReport } from './kafka-port.js';

const log = eventLogger('topics');
const RETRY_MS = { first: 250, most: 10_000 };

/** Makes the topics that are missing, in the background, as soon as there is a broker. */
export class TopicSetup {
  private readonly over = new AbortController();
  private running: Promise<void> | undefined;
  state: PortState = { ok: false, reason: 'the topics were not looked at yet' };

  constructor(private readonly port: KafkaPort) {}

  start(): void {
    this.running ??= this.keepTrying();
  }

  /** Resolves when the topics were looked at once, however it went: `state` says it. */
  async settled(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.running;
  }

  private async keepTrying(): Promise<void> {
    for (let tries = 0; !this.over.signal.aborted; tries++) {
      try {
        const specs = TOPIC_NAMES.map((topic) => ({ topic, partitions: TOPICS[topic].partitions }));
        this.judge(await this.port.ensureTopics(specs));
        return;
      } catch (err) {
        this.state = { ok: false, reason: `Kafka: ${err instanceof Error ? err.message : String(err)}` };
        log.warn({ event: 'topics.not-set-up', tries, err });
        const waitMs = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** Math.min(tries, 6));
        await pause(waitMs, undefined, { signal: this.over.signal }).catch(() => undefined); // stopped
      }
    }
  }

  private judge(reports: readonly TopicReport[]): void {
    for (const { topic, outcome, partitions } of reports) {
      if (outcome === 'created') log.info({ event: 'topic.created', topic, partitions });
      if (outcome === 'grown') log.warn({ event: 'topic.grown', topic, partitions });
      if (outcome === 'too-many') log.error({ event: 'topic.too-many-partitions', topic, partitions });
    }
    const wrong = reports.find(({ outcome }) => outcome === 'too-many');
    this.state = wrong
      ? {
          ok: false,
          reason: `${wrong.topic} has ${wrong.partitions} partitions, more than this code reads; a topic cannot shrink`,
        }
      : { ok: true };
  }
}
