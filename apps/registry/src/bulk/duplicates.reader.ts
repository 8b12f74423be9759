import { Injectable } from '@nestjs/common';
import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, decodeCursor, pageOf, type Page } from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { MEMBERS, unitsOfRecord, type MemberDocument } from '../members/member.js';
import { MemberAccess } from '../records/member-access.js';
import { requireSearchable } from './duplicates.rules.js';

/** Members who have one name and birth date. `sameBranch`: two of them were on the roll of one branch. */
export type Alike = {
  sameBranch: boolean;
  members: { id: string; name: string; birthDate: string; unitIds: string[] }[];
};
type Group = {
  _id: { name: string; birthDate: string };
  members: { id: string; name: string; record: MemberDocument['record'] }[];
};

/** Finds people who may have been entered twice. Identifiers are unique in the store, so only likeness is left. */
@Injectable()
export class DuplicatesReader {
  constructor(
    private readonly store: Store,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly members: MemberAccess,
  ) {}

  /** Only members of the subtree are compared: who is elsewhere is not for the asker to learn. */
  async below(
    sub: string,
    unitId: string,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<Alike>> {
    await this.authorizer.require(sub, 'members:read', unitId);
    const after = await this.#keyOf(decodeCursor(cursor, 1)?.[0]);
    const tree = await this.trees.current();
    const units = tree.subtree(unitId, localDayOf(new Date()));
    requireSearchable(units.length);
    const groups = await this.#groups(units, limit + 1, after);
    const { items, next } = pageOf(groups, limit, ({ members }) => [members[0]!.id]);
    const memberIds = items.flatMap(({ members }) => members.map(({ id }) => id));
    await this.members.logRead(sub, 'duplicates', { unitId, memberIds });
    return { items: items.map(toAlike), next };
  }

  /** The cursor is a part of an address, so it holds no name and no birth date: they are looked up again. */
  async #keyOf(id: string | number | null | undefined): Promise<[string, string] | undefined> {
    if (id === undefined) return undefined;
    const member = await this.store.db
      .collection<MemberDocument>(MEMBERS)
      .findOne({ _id: String(id) }, { projection: { nameKeys: 1, 'person.birthDate': 1 } });
    if (!member) throw new Refusal('malformed', 'invalid-cursor', {}, [{ path: 'cursor', code: 'invalid-cursor' }]);
    return [member.nameKeys[0] ?? '', member.person.birthDate];
  }

  #groups(units: string[], count: number, after?: [string, string]): Promise<Group[]> {
    const beyond = after
      ? [{ $or: [{ '_id.name': { $gt: after[0] } }, { '_id.name': after[0], '_id.birthDate': { $gt: after[1] } }] }]
      : [];
    return this.store.db
      .collection<MemberDocument>(MEMBERS)
      .aggregate<Group>(
        [
          { $match: { 'record.stretches.unitId': { $in: units }, voided: false } },
          {
            $group: {
              _id: { name: { $first: '$nameKeys' }, birthDate: '$person.birthDate' },
              members: {
                $push: { id: '$_id', name: '$person.name', record: { stretches: '$record.stretches' } },
              },
            },
          },
          { $match: { $and: [{ 'members.1': { $exists: true } }, ...beyond] } },
          { $sort: { '_id.name': 1, '_id.birthDate': 1 } },
          { $limit: count },
        ],
        { allowDiskUse: true },
      )
      .toArray();
  }
}

function toAlike({ _id: { birthDate }, members }: Group): Alike {
  const found = members
    .map(({ id, name, record }) => ({ id, name, birthDate, unitIds: unitsOfRecord(record) }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const units = found.flatMap(({ unitIds }) => unitIds);
  return { sameBranch: new Set(units).size < units.length, members: found };
}
