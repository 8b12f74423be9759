import { Refusal } from '#contracts';
import { ensureCollection, Store, type Migration } from '#mongo';
import { Injectable } from '@nestjs/common';
import { mongo, type ClientSession } from 'mongoose';
import { MEMBER_VERSIONS, MEMBERS, type MemberDocument, type MemberVersion, type Person } from './member.js';

/** Creates the collections of members and their indexes. */
export const membersMigration = (id: number): Migration => ({
  id,
  name: 'members and their versions',
  async up(db) {
    const members = await ensureCollection(db, MEMBERS);
    // The roll of a unit on a date; everyone ever at a unit, for its composition; possible duplicates at a branch.
    await members.createIndex({ 'record.stretches.unitId': 1 }, { name: 'roll' });
    // Who stays at a unit for a time: counts of a roll, and search.
    await members.createIndex({ 'record.temporary.unitId': 1 }, { name: 'guests' });
    // Who is introduced to a unit: search by the office that has to accept.
    await members.createIndex({ 'transit.toUnitId': 1 }, { name: 'transit', sparse: true });
    // One person is registered once; voided members do not stand in the way. Search by identifier.
    for (const field of ['personalId', 'cardNumber'])
      await members.createIndex(
        { [`person.${field}`]: 1 },
        {
          name: field,
          unique: true,
          partialFilterExpression: { [`person.${field}`]: { $type: 'string' }, voided: false },
        },
      );
    // Search by name.
    await members.createIndex({ nameKeys: 1 }, { name: 'names' });
    // Possible duplicates: same name and birth date.
    await members.createIndex({ 'nameKeys.0': 1, 'person.birthDate': 1 }, { name: 'name-birth' });
    const versions = await ensureCollection(db, MEMBER_VERSIONS);
    // Versions of one member, in order.
    await versions.createIndex({ memberId: 1, version: 1 }, { name: 'member-version', unique: true });
  },
});

const IDENTIFIERS = ['personalId', 'cardNumber'] as const;

/** Turns the store's "there is one already" into a refusal that names the field, never the value. */
export function asTaken(error: unknown): unknown {
  if (!(error instanceof mongo.MongoServerError) || error.code !== 11_000) return error;
  const pattern = keyPatternOf(error);
  const field = IDENTIFIERS.find((one) => `person.${one}` in pattern);
  return field ? identifierTaken(field) : memberExists();
}

/** A bulk write tells of it in its first write error only. */
function keyPatternOf(error: mongo.MongoServerError): object {
  const { keyPattern, writeErrors, message } = error as {
    keyPattern?: object;
    writeErrors?: { err?: { keyPattern?: object } }[];
    message: string;
  };
  const known = keyPattern ?? writeErrors?.[0]?.err?.keyPattern;
  if (known) return known;
  const named = IDENTIFIERS.find((one) => message.includes(`index: ${one} `));
  return named ? { [`person.${named}`]: 1 } : {};
}

const identifierTaken = (field: (typeof IDENTIFIERS)[number]): Refusal =>
  new Refusal('conflict', 'identifier-taken', {}, [{ path: `person.${field}`, code: 'identifier-taken' }]);
const memberExists = (): Refusal =>
  new Refusal('conflict', 'member-exists', {}, [{ path: 'id', code: 'member-exists' }]);

/** Members as stored. */
@Injectable()
export class MembersStore {
  constructor(private readonly store: Store) {}

  get members(): mongo.Collection<MemberDocument> {
    return this.store.db.collection<MemberDocument>(MEMBERS);
  }

  get versions(): mongo.Collection<MemberVersion> {
    return this.store.db.collection<MemberVersion>(MEMBER_VERSIONS);
  }

  /** @throws Refusal `no-such-member` (404) */
  async get(id: string, session?: ClientSession): Promise<MemberDocument> {
    const member = await this.members.findOne({ _id: id }, { session });
    if (!member) throw new Refusal('not-found', 'no-such-member');
    return member;
  }

  /**
   * Refuses identifiers another member has. The unique indexes decide in the end; this names the field early.
   * @throws Refusal `identifier-taken` (409)
   */
  async requireFree(session: ClientSession, member: Pick<MemberDocument, '_id' | 'person'>): Promise<void> {
    for (const field of IDENTIFIERS) {
      const value = member.person[field];
      if (value === null) continue;
      const filter = { [`person.${field}`]: value, voided: false, _id: { $ne: member._id } };
      if (await this.members.findOne(filter, { session, projection: { _id: 1 } })) throw identifierTaken(field);
    }
  }

  /** Whether somebody of that name and birth date is or was on the roll of that unit. */
  async hasNamesake(
    session: ClientSession,
    { nameKeys: [name = ''], person }: { nameKeys: string[]; person: Pick<Person, 'birthDate'> },
    unitId: string,
  ): Promise<boolean> {
    const filter = { 'nameKeys.0': name, 'person.birthDate': person.birthDate, 'record.stretches.unitId': unitId };
    return (await this.members.findOne(filter, { session, projection: { _id: 1 } })) !== null;
  }
}
