import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { dumpDatabase, testDatabase } from '#testing';
import mongoose, { mongo } from 'mongoose';

jest.setTimeout(60_000);

const SCRIPT = resolve('deploy/local/backup.mjs');
const run = (...args: string[]) => promisify(execFile)(process.execPath, [SCRIPT, ...args]);

describe('deploy/local/backup.mjs', () => {
  const databases = [testDatabase('backup-one'), testDatabase('backup-two')];
  const names = databases.map(({ name }) => name).join(',');
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  let connection: mongoose.Connection;
  const db = (at: number): mongo.Db => connection.getClient().db(databases[at]?.name);

  beforeAll(async () => {
    connection = await mongoose.createConnection(databases[0]!.uri).asPromise();
    for (const at of [0, 1]) {
      await db(at)
        .collection('things')
        .createIndex({ n: 1 }, { unique: true, partialFilterExpression: { n: { $gt: 5 } } });
      const things = Array.from({ length: 1_500 }, (_, n) => ({
        n,
        long: new mongo.Long(n),
        real: new mongo.Double(n),
        bytes: new mongo.Binary(Buffer.from([n % 256])),
        at: new Date(n),
      }));
      await db(at).collection('things').insertMany(things);
      await db(at)
        .collection<{ _id: string; expiresAt: Date }>('relay_state')
        .insertOne({ _id: 'lease', expiresAt: new Date(0) });
    }
  });
  afterAll(async () => {
    await connection.close();
    for (const database of databases) await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('puts back what it saved, bit for bit, with its indexes', async () => {
    const before = [await dumpDatabase(db(0)), await dumpDatabase(db(1))];
    const types = () =>
      db(0)
        .collection('things')
        .countDocuments({ long: { $type: 'long' }, real: { $type: 'double' } });
    expect(await types()).toBe(1_500);
    await run('save', folder, names);
    await db(0)
      .collection('things')
      .deleteMany({ n: { $gt: 10 } });
    await db(1).dropDatabase();
    await run('restore', folder, names);
    expect([await dumpDatabase(db(0)), await dumpDatabase(db(1))]).toEqual(before);
    expect(await types()).toBe(1_500);
    const again = db(1).collection('things').insertOne({ n: 7 });
    await expect(again).rejects.toMatchObject({ code: 11000 });
  });

  it('puts nothing back under a service that runs', async () => {
    const lease = db(1).collection<{ _id: string; expiresAt: Date }>('relay_state');
    await lease.updateOne({ _id: 'lease' }, { $set: { expiresAt: new Date(Date.now() + 60_000) } });
    await expect(run('restore', folder, names)).rejects.toMatchObject({
      stderr: expect.stringContaining('is running') as string,
    });
    expect(await db(0).collection('things').countDocuments()).toBe(1_500);
  });
});
