import { Injectable } from '@nestjs/common';
import { Store } from '#mongo';
import type { ClientSession, mongo } from 'mongoose';
import { MEMBERS, unitsOfRecord, type MemberDocument } from '../members/member.js';
import { likeness } from './duplicates.rules.js';

type Known = Pick<MemberDocument, '_id' | 'person' | 'nameKeys' | 'record'>;
const SEEN = {
  nameKeys: { $slice: 1 },
  'person.personalId': 1,
  'person.cardNumber': 1,
  'person.birthDate': 1,
  'record.stretches.unitId': 1,
} as const;

/** What is taken already, of what is about to be entered. */
export type Taken = {
  ids: ReadonlySet<string>;
  personalIds: ReadonlySet<string>;
  cardNumbers: ReadonlySet<string>;
  /** By `likeness`: same name and birth date, on the roll of the same branch at some time. */
  likenesses: ReadonlySet<string>;
};
export type Entered = {
  id: string;
  personalId: string | null;
  cardNumber: string | null;
  nameKey: string;
  birthDate: string;
};

/** Looks up members that may be the same as others. */
@Injectable()
export class DuplicatesStore {
  constructor(private readonly store: Store) {}

  async taken(entered: readonly Entered[], session: ClientSession): Promise<Taken> {
    const values = (of: (one: Entered) => string | null): string[] =>
      entered.map(of).filter((value): value is string => value !== null);
    const [ids, personalIds, cardNumbers, alike] = [
      await this.#find({ _id: { $in: values(({ id }) => id) } }, session),
      await this.#find(
        { 'person.personalId': { $in: values(({ personalId }) => personalId) }, voided: false },
        session,
      ),
      await this.#find(
        { 'person.cardNumber': { $in: values(({ cardNumber }) => cardNumber) }, voided: false },
        session,
      ),
      await this.#find(
        {
          'nameKeys.0': { $in: [...new Set(values(({ nameKey }) => nameKey))] },
          'person.birthDate': { $in: [...new Set(values(({ birthDate }) => birthDate))] },
          voided: false,
        },
        session,
      ),
    ];
    return {
      ids: new Set(ids.map(({ _id }) => _id)),
      personalIds: new Set(personalIds.map(({ person }) => person.personalId ?? '')),
      cardNumbers: new Set(cardNumbers.map(({ person }) => person.cardNumber ?? '')),
      likenesses: new Set(
        alike.flatMap(({ nameKeys: [name = ''], person, record }) =>
          unitsOfRecord(record).map((unitId) => likeness(name, person.birthDate, unitId)),
        ),
      ),
    };
  }

  #find(filter: mongo.Filter<MemberDocument>, session: ClientSession): Promise<Known[]> {
    return this.store.db
      .collection<MemberDocument>(MEMBERS)
      .find(filter, { session, projection: SEEN })
      .toArray() as Promise<unknown> as Promise<Known[]>;
  }
}
