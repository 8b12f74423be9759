import { dumpDatabase, restoreDatabase, testDatabase } from '#testing';
import type { ProgressDocument } from '#messaging';
import { createLogger } from '#observability';
import { contributionsOf } from './ledger.js';
import { compare, RandomHistory } from './random-history.harness.js';
import {
  batchOf,
  meeting,
  meetingValue,
  storedFigures,
  unitRecord,
  unitValue,
  worker,
  type Worker,
} from './write-path.harness.js';

jest.setTimeout(60_000);
createLogger('restored', 'silent');

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));

it(`figures restored from an earlier backup are exact once they have read on from their own position (SEED=${seed})`, async () => {
  const database = testDatabase('restored');
  const history = new RandomHistory(seed);
  const topics = {
    'registry.tree': history
      .tree(40)
      .map((each) => unitValue(each.revision, unitRecord(each.unit, each.revision, each.stretches))),
    'meetings.events': history.shuffled(history.meetings()).map((each) => meetingValue(meeting(each))),
  };
  /** As the consumer does: from `progress.next`, which was put back with all else. */
  const readOn = async (reports: Worker, topic: keyof typeof topics, through: number): Promise<void> => {
    const progress = reports.store.db.collection<ProgressDocument>('progress');
    const from = (await progress.findOne({ _id: `${topic}/0` }))?.next ?? 0;
    const batch = batchOf(topic, 0, topics[topic].slice(from, through), from);
    await (topic === 'registry.tree' ? reports.units(batch) : reports.facts(batch));
  };
  let reports = await worker(database.uri);
  try {
    await readOn(reports, 'registry.tree', 20);
    await readOn(reports, 'meetings.events', 200);
    const backup = await dumpDatabase(reports.store.db);
    await readOn(reports, 'meetings.events', 500);
    await readOn(reports, 'registry.tree', 40);
    const [figures, facts] = [
      await storedFigures(reports.store),
      await contributionsOf(reports.store.db).countDocuments(),
    ];
    await restoreDatabase(reports.store.db, backup);
    await reports.close();
    reports = await worker(database.uri);
    expect(await storedFigures(reports.store)).not.toEqual(figures);
    await readOn(reports, 'registry.tree', 40);
    await readOn(reports, 'meetings.events', 500);
    expect(await compare(reports)).toEqual({ revision: 40, facts });
    expect(await storedFigures(reports.store)).toEqual(figures);
    expect(await reports.store.db.collection('dead_letters').countDocuments()).toBe(0);
  } finally {
    await reports.close();
    await database.drop();
  }
});
