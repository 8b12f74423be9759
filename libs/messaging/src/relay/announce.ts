import type { KafkaPort } from '../kafka/kafka-port.js';
import type { LaneSender } from './lane-sender.js';

/**
 * Sends one watermark to several partitions of a topic in one request. Facts must not go so: after a change of leaders a
 * partition could be left out and the request succeed all the same. Here each partition needs an answer of its own, and a
 * watermark that is lost is followed by the next. At rest this is most of what a relay sends.
 */
export async function announceTogether(port: KafkaPort, lanes: readonly LaneSender[], value: Buffer): Promise<void> {
  const may = await Promise.all(lanes.map((sender) => sender.mayAnnounce()));
  const ready = lanes.filter((_, at) => may[at]);
  const [first] = ready;
  if (!first) return;
  const partitions = ready.map(({ lane }) => lane.partition);
  const offsets = await port.sendToEach(first.lane.topic, partitions, value).catch(() => new Map<number, number>());
  await Promise.all(ready.map((sender) => sender.announced(offsets.get(sender.lane.partition))));
}
