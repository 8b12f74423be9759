import type { TopicName } from '#contracts';
import type { KafkaPort } from '../kafka/kafka-port.js';
import type { LaneSender } from './lane-sender.js';

/**
 * Sends watermarks to several partitions in one request. Facts must not go so: after a change of leaders a partition
 * could be left out and the request succeed all the same. Here each partition needs an answer of its own, and a watermark
 * that is lost is followed by the next. At rest this is most of what a relay sends. Answers whether all who were asked have
 * answered: one partition without a leader, or one topic that is missing, leaves all of the request in doubt.
 */
export async function announceTogether(
  port: KafkaPort,
  lanes: readonly LaneSender[],
  watermarks: ReadonlyMap<TopicName, Buffer>,
): Promise<boolean> {
  const may = await Promise.all(lanes.map((sender) => sender.mayAnnounce()));
  const records = lanes.flatMap((sender, at) => {
    const value = watermarks.get(sender.lane.topic);
    return may[at] && value ? [{ sender, ...sender.lane, value, timestamp: sender.stamp() }] : [];
  });
  if (records.length === 0) return true;
  const offsets = await port.sendToEach(records).catch(() => []);
  const heard = await Promise.all(records.map(({ sender, timestamp }, at) => sender.announced(offsets[at], timestamp)));
  return heard.every(Boolean);
}
