import { eventually } from '#testing';
import { factsOn, MARK, pour, produce, type Raw } from '../harness/rogue.js';
import type { Random } from '../../flows/support/random.js';
import { again, type Nemesis, type Scene } from './nemesis.js';

const TOPICS = ['meetings.events', 'registry.members', 'registry.tree', 'inspection.events', 'reports.events'];
const PARTITIONS = 6;
const MOST = 4_000;

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** A part of the past, all of it, or a part of it in any order; where it lay, or elsewhere. */
function selection(random: Random, past: readonly Raw[], topic: string): [string, Raw[]] {
  const from = random.int(past.length);
  const range = past.slice(from, from + random.between(1, 300));
  const dice = random.next();
  const [what, records] =
    dice < 0.4 ? ['a range', range] : dice < 0.6 ? ['everything', past] : ['a shuffled range', shuffled(random, range)];
  const elsewhere = topic !== 'registry.tree' && random.chance(0.3);
  const moved = records.map((record) => ({ ...record, partition: random.int(PARTITIONS) }));
  return elsewhere ? [`${what}, in other partitions`, moved] : [what, [...records]];
}

/** Someone publishes again what was published long ago. */
export const replay: Nemesis = {
  name: 'replay',
  number: 12,
  weight: 2,
  holds: 'all of it is skipped; the same version with other content is put aside and told',
  async act(scene) {
    const { cluster, random } = scene;
    const topic = random.pick(TOPICS);
    const past = await factsOn(cluster.brokerList, topic, MOST).catch(() => []); // another fault has the broker just now
    if (past.length === 0) return;
    await again(scene, 100, 700, async () => {
      const [what, records] = selection(random, past, topic);
      scene.inject(`${topic} again: ${what}, ${records.length} records`);
      await pour(cluster.brokerList, topic, records).catch(() => undefined); // it need not arrive
    });
  },
  verify: conflict,
};

/** The newest version of a meeting, with other content. */
async function conflict(scene: Scene): Promise<string[]> {
  const { cluster, world, random } = scene;
  const meeting = random.pick([...world.meetings.values()]);
  const entry = await cluster.databases
    .of('meetings')
    .collection('outbox')
    .findOne({ factId: meeting.id, version: meeting.version });
  if (!entry) return [`no entry of ${meeting.id}, version ${meeting.version}`];
  const event = JSON.parse(Buffer.from(entry.value.buffer).toString()) as { data: Record<string, unknown> };
  event.data.kind = event.data.kind === 'regular' ? 'thematic' : 'regular';
  scene.inject(`${meeting.id}, version ${meeting.version}, with another kind`);
  const value = Buffer.from(JSON.stringify(event));
  await quarantined(scene, [{ partition: entry.partition as number, key: MARK, value }]);
  return [];
}

/** Puts records where they must be put aside, and waits until they are. */
async function quarantined(scene: Scene, records: readonly Raw[]): Promise<void> {
  const { cluster } = scene;
  const ids = await produce(cluster.brokerList, 'meetings.events', records);
  scene.expectDead(ids);
  const letters = cluster.databases.of('reports').collection<{ _id: string }>('dead_letters');
  await eventually(async () => (await letters.countDocuments({ _id: { $in: ids } })) === ids.length, {
    timeoutMs: 30_000,
  });
}

const text = (value: string): Buffer => Buffer.from(value);
const envelope = (more: object): Buffer =>
  text(
    JSON.stringify({
      specversion: '1.0',
      id: 'f',
      source: 'meetings',
      type: 'meetings.meeting-recorded.v1',
      subject: 'x',
      time: '2026-01-01T00:00:00Z',
      datacontenttype: 'application/json',
      data: {},
      ...more,
    }),
  );
const POISON: readonly (Buffer | null)[] = [
  null,
  Buffer.alloc(0),
  text('not JSON'),
  text('{"specversion":"1.0","id":'),
  Buffer.from([0, 0, 0, 0, 1, 123, 125]),
  Buffer.from([123, 0xff, 0xfe, 125]),
  text('NaN'),
  text('[1,2,3]'),
  text('{"specversion":"1.0","specversion":"1.0"}'),
  text(`${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  envelope({}),
  envelope({ data: { meetingId: 1, version: 'one' } }),
  envelope({ data: { meetingId: 'x', version: -1, attendance: { present: -3 } } }),
  envelope({ type: 'meetings.meeting-recorded.v9' }),
  envelope({ type: 'meetings.meeting-eaten.v1' }),
  envelope({ type: 'registry.unit-changed.v1' }),
  envelope({ data: { note: 'x'.repeat(600_000) } }),
];

/** Records that no reader can take, among those that it must. */
export const poison: Nemesis = {
  name: 'poison',
  number: 13,
  weight: 2,
  holds: 'each is put aside once, its partition goes on, figures are unaffected',
  async act(scene) {
    const { cluster, random } = scene;
    await again(scene, 100, 600, async () => {
      const topic = random.pick(['meetings.events', 'reports.events']);
      const value = random.pick(POISON);
      scene.inject(`${topic}: ${value === null ? 'null' : value.subarray(0, 40).toString()}`);
      const record = { partition: random.int(PARTITIONS), key: MARK, value };
      // One whose answer is lost may lie there all the same; then it is sent again, and both are found.
      scene.expectDead(await produce(cluster.brokerList, topic, [record]).catch(() => []));
    });
    const tooLarge = { partition: 0, key: MARK, value: Buffer.alloc(5 * 1024 * 1024, 'x') };
    scene.inject('5 MB, which the broker refuses');
    const taken = await pour(cluster.brokerList, 'meetings.events', [tooLarge]).then(
      () => true,
      () => false,
    );
    if (taken) throw new Error('the broker took 5 MB');
  },
};
