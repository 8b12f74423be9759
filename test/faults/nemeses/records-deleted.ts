import { eventually } from '#testing';
import { reconciled } from '../harness/reconcile.js';
import { administer } from '../harness/rogue.js';
import { PREFIX } from '../harness/services.js';
import type { Nemesis, Scene } from './nemesis.js';

const TOPIC = 'meetings.events';

/** Until the source has published what it accepted so far. */
const published = ({ cluster }: Scene): Promise<unknown> =>
  eventually(
    async () => {
      const outbox = cluster.databases.of('meetings').collection('outbox');
      return (await outbox.countDocuments({ pending: true, topic: TOPIC })) < 3;
    },
    { timeoutMs: 20_000 },
  ).catch(() => undefined); // another fault holds it up: then less is lost

async function deleteAll({ cluster }: Scene): Promise<void> {
  const topic = PREFIX + TOPIC;
  await eventually(
    () =>
      administer(cluster.brokerList, async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic);
        const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
        await admin.deleteTopicRecords({ topic, partitions });
        return true;
      }),
    { timeoutMs: 40_000 },
  );
}

/** Records are deleted from a log before their reader had them: only who compares with the source can know. */
export const recordsDeleted: Nemesis = {
  name: 'records-deleted',
  number: 5,
  weight: 1,
  holds: 'answers say that something is pending, and reconciliation has it published once more',
  async act(scene) {
    const { cluster } = scene;
    const names = cluster.of('reports').map(({ name }) => name);
    for (const name of names) await cluster.supervisor.hold(name);
    await scene.hold(scene.random.between(2_000, 5_000));
    await published(scene);
    scene.inject(`all of ${TOPIC} deleted, ahead of its readers`);
    scene.logShortened();
    await deleteAll(scene);
    for (const name of names) cluster.supervisor.release(name);
  },
  repair: reconciled,
};
