// Baseline (a), a process of its own: kafkajs fetches the records of a topic as a worker does, and JSON.parse reads each.
// Prints {records, seconds, perSecond}. node read.mjs <brokers> <topic> <records>
import { Kafka, logLevel } from 'kafkajs';

const [brokers, topic, wanted] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({
  groupId: `${topic}.reading`,
  maxBytesPerPartition: 4 * 1024 * 1024,
  maxBytes: 24 * 1024 * 1024,
});
let [records, begun] = [0, 0];
const all = new Promise((resolve) => {
  void consumer
    .connect()
    .then(() => consumer.subscribe({ topics: [topic], fromBeginning: true }))
    .then(() =>
      consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch, heartbeat }) => {
          begun ||= performance.now();
          for (const { value } of batch.messages) if (JSON.parse(value.toString()).data.version > 0) records += 1;
          await heartbeat();
          if (records >= Number(wanted)) resolve();
        },
      }),
    );
});
await all;
const seconds = (performance.now() - begun) / 1000;
await consumer.disconnect();
console.log(JSON.stringify({ records, seconds, perSecond: records / seconds }));
