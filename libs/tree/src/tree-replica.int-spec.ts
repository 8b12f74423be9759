import { randomUUID } from 'node:crypto';
import type { UnitRecord } from '#contracts';
import { dayOf } from '#calendar';
import { inTransaction, openStore, type Store } from '#mongo';
import { testDatabase } from '#testing';
import { followMigration, followWorkOf } from './follow/follow-log.js';
import { TREE_HEAD, treeMigrations } from './tree-migrations.js';
import { TreeOrderFault, TreeReplica } from './tree-replica.js';

const DAY = dayOf('2026-01-01');
const [ROOT, WARD, BRANCH] = [randomUUID(), randomUUID(), randomUUID()];
const unit = (id: string, parentId: string | null, version = 1): UnitRecord => ({
  id,
  version,
  voided: false,
  stretches: [{ from: '2000-01-01', to: null, code: id, name: 'Đơn vị', kind: 'ward', level: 'commune', parentId }],
});

let database: ReturnType<typeof testDatabase>;
let store: Store;
let replica: TreeReplica;
const write = (record: UnitRecord, revision: number, by = replica): Promise<void> =>
  inTransaction(store.connection, (session) => by.writeRecord(session, record, revision));

beforeEach(async () => {
  database = testDatabase('tree');
  store = openStore({ uri: database.uri, migrations: [...treeMigrations(10), followMigration(20)] });
  await store.ready();
  replica = new TreeReplica(store);
  await write(unit(ROOT, null), 1);
  await write(unit(WARD, ROOT), 2);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

describe('the stored tree', () => {
  it('is the same for who applied it and for who only reads', async () => {
    expect((await replica.current()).path(WARD, DAY)).toEqual([WARD, ROOT]);
    const other = new TreeReplica(store);
    expect((await other.current()).revision).toBe(2);
    await write(unit(BRANCH, WARD), 3);
    expect((await other.current()).path(BRANCH, DAY)).toEqual([BRANCH, WARD, ROOT]);
    expect(await other.headRevision()).toBe(3);
  });

  it('keeps what became of a unit, and of whom it was a second record', async () => {
    const successions = [{ from: '2025-07-01', history: 'moves' as const, to: [{ unitId: ROOT, weight: 1 }] }];
    await write({ ...unit(BRANCH, WARD), successions, duplicateOf: WARD }, 3);
    expect((await new TreeReplica(store).current()).get(BRANCH)).toMatchObject({ successions, duplicateOf: WARD });
  });

  it('does not change in the hands of who holds it', async () => {
    const held = await replica.current();
    await write(unit(BRANCH, WARD), 3);
    expect((await replica.current()).get(BRANCH)).toBeDefined();
    expect(held.get(BRANCH)).toBeUndefined();
    expect(held.revision).toBe(2);
  });

  it('is that of the snapshot for a session, also when it has gone on since, and for a reader that knew nothing', async () => {
    const session = await store.connection.startSession({ snapshot: true });
    expect((await replica.current(session)).revision).toBe(2);
    for (let revision = 3; revision < 30; revision += 1) {
      await write(unit(BRANCH, WARD, revision - 2), revision);
      await replica.current();
    }
    for (const reader of [replica, new TreeReplica(store)]) {
      const tree = await reader.current(session);
      expect([tree.revision, tree.get(BRANCH)]).toEqual([2, undefined]);
    }
    expect((await replica.current()).get(BRANCH)?.version).toBe(27);
    await session.endSession();
  });

  it('takes changes only in order', async () => {
    await expect(write(unit(BRANCH, WARD), 4)).rejects.toThrow(TreeOrderFault);
    await expect(write(unit(BRANCH, WARD), 2)).rejects.toThrow(TreeOrderFault);
    const changes = [3, 5].map((revision) => ({ record: unit(BRANCH, WARD), revision }));
    await expect(inTransaction(store.connection, (session) => replica.writeRecords(session, changes))).rejects.toThrow(
      TreeOrderFault,
    );
    expect(await replica.headRevision()).toBe(2);
  });

  it('takes a change once more after it was put back to an earlier one, and what follows it is due once more', async () => {
    const act = { id: randomUUID(), decision: '1-QĐ/TU', effective: '2025-07-01', step: 1, of: 1 };
    const change = { record: unit(BRANCH, WARD), revision: 3, act };
    const apply = () => inTransaction(store.connection, (session) => replica.writeRecords(session, [change]));
    await apply();
    const works = followWorkOf(store.db);
    await works.updateOne({ _id: 3 }, { $set: { owner: 'somebody', due: new Date(), looks: [] } });
    await store.db.collection<{ _id: string }>('tree_head').updateOne({ _id: TREE_HEAD }, { $set: { revision: 2 } });
    await apply();
    const [work, ...others] = await works.find().toArray();
    expect(others).toEqual([]);
    expect(work).toEqual({
      _id: 3,
      unitId: BRANCH,
      act: { id: act.id, decision: act.decision },
      due: new Date(0),
      looks: [expect.any(Date)],
    });
  });

  it('forgets what was written in a transaction that did not commit', async () => {
    const failed = inTransaction(store.connection, async (session) => {
      await replica.writeRecord(session, unit(BRANCH, WARD), 3);
      expect((await replica.current(session)).get(BRANCH)).toBeDefined();
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect((await replica.current()).get(BRANCH)).toBeUndefined();
    await write(unit(randomUUID(), WARD), 3);
    expect((await replica.current()).get(BRANCH)).toBeUndefined();
  });

  it('lets concurrent changes take revisions one after another, each seeing the one before', async () => {
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 8 }, () =>
        inTransaction(store.connection, async (session) => {
          const revision = await replica.advance(session);
          const tree = await replica.at(session, revision - 1);
          await replica.writeUnit(session, unit(randomUUID(), WARD), revision);
          return [revision, tree.children(WARD).length] as const;
        }).then(([revision, children]) => seen.push(revision - children)),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 8 }, () => 3));
    expect((await replica.current()).children(WARD)).toHaveLength(8);
  });

  it('remembers who had a child, also for who slept while it was corrected away', async () => {
    const asleep = new TreeReplica(store);
    expect((await asleep.current()).hasEverHadChild(WARD)).toBe(false);
    await write(unit(BRANCH, WARD), 3);
    await write(unit(BRANCH, ROOT, 2), 4);
    for (const reader of [replica, asleep, new TreeReplica(store)]) {
      const tree = await reader.current();
      expect([tree.children(WARD), tree.hasEverHadChild(WARD), tree.hasEverHadChild(BRANCH)]).toEqual([
        [],
        true,
        false,
      ]);
    }
  });

  it('is waited for a moment when a unit is not known', async () => {
    await expect(replica.waitForUnit(BRANCH, 120)).rejects.toMatchObject({ code: 'unit-not-known-yet', retryAfter: 2 });
    const waiting = replica.waitForUnit(BRANCH, 5_000);
    await write(unit(BRANCH, WARD), 3);
    expect((await waiting).path(BRANCH, DAY)).toHaveLength(3);
  });
});
