import { ensureCollection, type Migration } from '#mongo';
import type { mongo } from 'mongoose';
import type { Grant } from './access.rules.js';

/** Collection of grants: the registry's own facts there, a replica of them in every other service. */
export const GRANTS = 'grants';

/** A grant as stored: `_id` is its grantId. The registry may keep more fields; readers here use only these. */
export type GrantDocument = Omit<Grant, 'grantId'> & {
  _id: string;
  /** Content hash of the event it came from; a second content under one version is a version conflict. */
  hash?: string;
};

/** Creates `grants`. Libs take ids below 100, services from there on. */
export const grantsMigration: Migration = {
  id: 20,
  name: 'grants of roles',
  async up(db) {
    const grants = await ensureCollection(db, GRANTS);
    // Every authorised request reads all grants of its person.
    await grants.createIndex({ person: 1 }, { name: 'person' });
  },
};

export const grantsOf = (db: mongo.Db): mongo.Collection<GrantDocument> => db.collection<GrantDocument>(GRANTS);

/** All grants ever given to a person, past and voided ones too. */
export async function grantsOfPerson(db: mongo.Db, person: string): Promise<Grant[]> {
  return (await grantsOfPersons(db, [person]))[0]!;
}

/** The same of several persons, in their order. */
export async function grantsOfPersons(db: mongo.Db, persons: readonly string[]): Promise<Grant[][]> {
  const found = await grantsOf(db)
    .find({ person: { $in: [...new Set(persons)] } })
    .toArray();
  const grants = found.map(toGrant);
  return persons.map((one) => grants.filter(({ person }) => person === one));
}

/** A stored grant without what is kept beside it. */
export const toGrant = ({ _id, version, person, role, unitId, from, to, voided }: GrantDocument): Grant => ({
  grantId: _id,
  version,
  person,
  role,
  unitId,
  from,
  to,
  voided,
});
