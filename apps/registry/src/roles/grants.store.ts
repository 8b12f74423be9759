import { Injectable } from '@nestjs/common';
import type { ClientSession, mongo } from 'mongoose';
import { grantsOf, toGrant, type GrantDocument } from '#access';
import { Outbox } from '#messaging';
import { ensureCollection, Store, type Migration } from '#mongo';
import type { Tx } from '#http';
import type { Grant } from './grant.rules.js';

export type GrantAct = 'given' | 'changed' | 'voided';
type GrantVersion = { _id: string; act: GrantAct; actor: string; at: Date; reason: string | null; grant: Grant };

/** Who did it and why, kept with the version. */
export type Deed = { act: GrantAct; actor: string; reason: string | null };

export const rolesMigration = (id: number): Migration => ({
  id,
  name: 'roles: versions and lists',
  async up(db) {
    const grants = await ensureCollection(db, 'grants');
    // GET /v1/roles?unit=
    await grants.createIndex({ unitId: 1, _id: 1 }, { name: 'unit' });
    await ensureCollection(db, 'grant_versions');
  },
});

/** Grants of roles as the registry owns them: the document, its versions and its event are written together. */
@Injectable()
export class GrantsStore {
  constructor(
    private readonly store: Store,
    private readonly outbox: Outbox,
  ) {}

  async get(id: string, session?: ClientSession): Promise<Grant | undefined> {
    const found = await this.#grants.findOne({ _id: id }, { session });
    return found ? toGrant(found) : undefined;
  }

  /** Grants in the order of their ids, after `after`. */
  async list(filter: mongo.Filter<GrantDocument>, limit: number, after?: string): Promise<Grant[]> {
    const page = after === undefined ? filter : { $and: [filter, { _id: { $gt: after } }] };
    return (await this.#grants.find(page).sort({ _id: 1 }).limit(limit).toArray()).map(toGrant);
  }

  async write(tx: Tx, grant: Grant, deed: Deed): Promise<void> {
    const { grantId, ...fields } = grant;
    const { session } = tx;
    await this.#grants.replaceOne({ _id: grantId }, fields, { session, upsert: true });
    await this.store.db
      .collection<GrantVersion>('grant_versions')
      .insertOne({ _id: `${grantId}/${grant.version}`, ...deed, at: tx.now, grant }, { session });
    await this.outbox.add(tx, { type: 'registry.role-changed.v1', data: grant, key: grant.unitId });
  }

  get #grants(): mongo.Collection<GrantDocument> {
    return grantsOf(this.store.db);
  }
}
