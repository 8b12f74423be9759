import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { Refusal, type UnitRecord } from '#contracts';
import { ensureCollection, Store, type Migration } from '#mongo';
import type { Tree } from '#tree';
import { codeQuery, keysOf, ROOT_KEY, type UnitKey } from './unit-search.rules.js';

/** How a version came about. */
export type UnitAct = 'created' | 'renamed' | 'moved' | 'closed' | 'reopened' | 'corrected' | 'voided' | 'reorganised';

/** A version of a unit, kept for ever. `_id` is `<unit>/<version>`. */
export type UnitVersion = {
  _id: string;
  unit: string;
  version: number;
  treeRevision: number;
  act: UnitAct;
  /** OIDC `sub` of who did it. */
  actor: string;
  at: Date;
  reason: string | null;
  record: UnitRecord;
  /** Of `reorganised`: the act and the number of its decision. */
  byAct?: string;
  decision?: string;
};

export type UnitKeyDocument = UnitKey & { unit: string };

/** Collections of units beside those of the tree: search keys and the history of versions. */
export const unitsMigration = (id: number): Migration => ({
  id,
  name: 'units: search keys and versions',
  async up(db) {
    const keys = await ensureCollection(db, 'unit_keys');
    // Search by code and name in key order, on a date; holders of a code; roots.
    await keys.createIndex({ key: 1, unit: 1, from: 1, to: 1 }, { name: 'search' });
    // Replacing the keys of a unit that changed.
    await keys.createIndex({ unit: 1 }, { name: 'unit' });
    const versions = await ensureCollection(db, 'unit_versions');
    // GET /v1/units/{id}/versions, newest first.
    await versions.createIndex({ unit: 1, version: -1 }, { name: 'history' });
  },
});

/** What the registry keeps of units beyond the tree itself. Units are read from the tree. */
@Injectable()
export class UnitsStore {
  constructor(private readonly store: Store) {}

  get keys(): mongo.Collection<UnitKeyDocument> {
    return this.store.db.collection<UnitKeyDocument>('unit_keys');
  }

  get versions(): mongo.Collection<UnitVersion> {
    return this.store.db.collection<UnitVersion>('unit_versions');
  }

  /** Units that at any time bear one of the record's codes, or are roots if it is one. Read in the transaction. */
  async rivals(session: ClientSession, record: UnitRecord, tree: Tree): Promise<UnitRecord[]> {
    const wanted = record.stretches.flatMap(({ code, parentId }) => [
      codeQuery(code),
      ...(parentId === null ? [ROOT_KEY] : []),
    ]);
    const filter = { key: { $in: [...new Set(wanted)] }, unit: { $ne: record.id } };
    const held = await this.keys.find(filter, { session, projection: { _id: 0, unit: 1 } }).toArray();
    return [...new Set(held.map(({ unit }) => unit))].flatMap((id) => tree.get(id) ?? []);
  }

  /** Writes the version, and the search keys if they changed. */
  async write(
    session: ClientSession,
    version: Omit<UnitVersion, '_id'>,
    before: UnitRecord | undefined,
  ): Promise<void> {
    const { unit, record } = version;
    await this.versions.insertOne({ _id: `${unit}/${version.version}`, ...version }, { session });
    const old = before ? keysOf(before) : [];
    const now = keysOf(record);
    if (JSON.stringify(old) === JSON.stringify(now)) return;
    if (old.length > 0) await this.keys.deleteMany({ unit }, { session });
    if (now.length > 0)
      await this.keys.insertMany(
        now.map((key) => ({ ...key, unit })),
        { session },
      );
  }

  /** As `write`, for many units in three requests to the store. */
  async writeAll(
    session: ClientSession,
    entries: readonly { version: Omit<UnitVersion, '_id'>; before: UnitRecord | undefined }[],
  ): Promise<void> {
    const versions = entries.map(({ version }) => ({ _id: `${version.unit}/${version.version}`, ...version }));
    await this.versions.insertMany(versions, { session });
    const changed = entries.filter(
      ({ version, before }) => JSON.stringify(before ? keysOf(before) : []) !== JSON.stringify(keysOf(version.record)),
    );
    if (changed.length === 0) return;
    await this.keys.deleteMany({ unit: { $in: changed.map(({ version }) => version.unit) } }, { session });
    const keys = changed.flatMap(({ version: { unit, record } }) => keysOf(record).map((key) => ({ ...key, unit })));
    if (keys.length > 0) await this.keys.insertMany(keys, { session });
  }

  /** @throws Refusal `no-such-version` (404) */
  async version(unit: string, version: number): Promise<UnitVersion> {
    const found = await this.versions.findOne({ _id: `${unit}/${version}` });
    if (!found) throw new Refusal('not-found', 'no-such-version');
    return found;
  }

  /** Versions below `before`, newest first. */
  async history(unit: string, limit: number, before?: number): Promise<UnitVersion[]> {
    const filter = before === undefined ? { unit } : { unit, version: { $lt: before } };
    return this.versions.find(filter).sort({ version: -1 }).limit(limit).toArray();
  }
}
