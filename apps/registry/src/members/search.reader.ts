import { dateOf, localDayOf } from '#calendar';
import { Refusal, refused } from '#contracts';
import { Authorizer, decodeCursor, pageOf, type Page } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { fold } from '../units/unit-search.rules.js';
import type { MemberDocument } from './member.js';
import { MembersStore } from './members.store.js';
import { placesOf } from './places.rules.js';
import { ReadLog } from './read-log.js';
import type { FoundMemberAnswer, SearchMembersDto } from './roll.dto.js';

/** Below so many units the store looks through their people; above, through all of the name. */
const FEW_UNITS = 500;
const LEAST_NAME = 2;

/** Members who are now at a unit of a subtree, by name or identifier. */
@Injectable()
export class SearchReader {
  constructor(
    private readonly store: MembersStore,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly log: ReadLog,
  ) {}

  async search(sub: string, wanted: SearchMembersDto): Promise<Page<FoundMemberAnswer>> {
    const { unitId, limit } = wanted;
    await this.authorizer.require(sub, 'members:read', unitId);
    const tree = await this.trees.current();
    if (!tree.get(unitId)) throw new Refusal('not-found', 'no-such-unit');
    const today = localDayOf(new Date());
    const units = tree.subtree(unitId, today);
    const filter = { voided: false, $and: [criteria(wanted), within(units), beyond(wanted.cursor)] };
    const found = await this.#read(filter, new Set(units), limit + 1, dateOf(today));
    const { items, next } = pageOf(found, limit, ({ nameKeys: [name = ''], _id }) => [name, _id]);
    await this.log.note({ sub, what: 'search', unitId, memberIds: items.map(({ _id }) => _id) });
    return { items: items.map((member) => toFound(member, dateOf(today))), next };
  }

  async #read(
    filter: mongo.Filter<MemberDocument>,
    units: ReadonlySet<string>,
    count: number,
    today: string,
  ): Promise<MemberDocument[]> {
    const found: MemberDocument[] = [];
    const cursor = this.store.members
      .find(filter, { batchSize: count, allowDiskUse: true })
      .sort({ 'nameKeys.0': 1, _id: 1 });
    for await (const member of cursor) {
      if (!placesOf(member, today).some((unit) => units.has(unit))) continue;
      found.push(member);
      if (found.length === count) break;
    }
    return found;
  }
}

/** @throws Refusal `search-needs-more` */
function criteria({ name, personalId, cardNumber }: SearchMembersDto): mongo.Filter<MemberDocument> {
  const folded = fold(name ?? '');
  if (folded.length < LEAST_NAME && !personalId && !cardNumber) throw refused('search-needs-more', 'name');
  return {
    // One word from which on it begins so: without $elemMatch two different ones would do.
    ...(folded && { nameKeys: { $elemMatch: { $gte: folded, $lt: `${folded}\u{10ffff}` } } }),
    ...(personalId && { 'person.personalId': personalId }),
    ...(cardNumber && { 'person.cardNumber': cardNumber }),
  };
}

function within(units: readonly string[]): mongo.Filter<MemberDocument> {
  if (units.length > FEW_UNITS) return {};
  const $in = [...units];
  return {
    $or: [
      { 'record.stretches.unitId': { $in } },
      { 'record.temporary.unitId': { $in } },
      { 'transit.toUnitId': { $in } },
    ],
  };
}

function beyond(cursor: string | undefined): mongo.Filter<MemberDocument> {
  const key = decodeCursor(cursor, 2)?.map(String);
  if (!key) return {};
  const [name = '', id = ''] = key;
  return { $or: [{ 'nameKeys.0': { $gt: name } }, { 'nameKeys.0': name, _id: { $gt: id } }] };
}

function toFound({ _id: id, version, person, record }: MemberDocument, today: string): FoundMemberAnswer {
  const last = record.stretches.at(-1);
  const now = record.stretches.find(({ from, to }) => from <= today && (to === null || today < to)) ?? last;
  const offSince = now?.to != null && now.to <= today ? now.to : null;
  const { name, birthDate } = person;
  return { id, version, name, birthDate, unitId: now?.unitId ?? null, offSince };
}
