import { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { followWorkOf, type FollowWork } from './follow-log.js';

/** Units of one look: each feature asks for all of them at once. */
const AT_ONCE = 200;
/** Longer than a look takes; after it, another process may do it again, which changes nothing. */
const CLAIM_MS = 20_000;
const DUE = { $expr: { $lte: ['$due', '$$NOW'] } };

/** What is still to be done about units that acts changed, as the store has it. */
@Injectable()
export class FollowWorks {
  constructor(private readonly store: Store) {}

  /** Works that are due, all of one act; nobody else gets them for a while. By the clock of the database. */
  async claim(owner: string): Promise<FollowWork[]> {
    const first = await this.#works.findOne(DUE, { sort: { due: 1, _id: 1 } });
    if (!first) return [];
    const ofAct = { ...DUE, 'act.id': first.act.id };
    const due = await this.#works.find(ofAct, { sort: { _id: 1 }, limit: AT_ONCE, projection: { _id: 1 } }).toArray();
    const some = { _id: { $in: due.map(({ _id }) => _id) } };
    const claim = { owner: { $literal: owner }, due: { $add: ['$$NOW', CLAIM_MS] } };
    await this.#works.updateMany({ ...DUE, ...some }, [{ $set: claim }]);
    return this.#works.find({ ...some, owner }).toArray();
  }

  /** After a look that took all along: when the next one is, or nothing is left. */
  async looked(works: readonly FollowWork[]): Promise<void> {
    await this.#works.bulkWrite(
      works.map(({ _id, owner, looks: [due, ...looks] }) => {
        const filter = { _id, owner };
        return due
          ? { updateOne: { filter, update: { $set: { due, looks }, $unset: { owner: '' as const } } } }
          : { deleteOne: { filter } };
      }),
    );
  }

  get #works(): mongo.Collection<FollowWork> {
    return followWorkOf(this.store.db);
  }
}
