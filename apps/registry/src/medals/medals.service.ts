import { Injectable } from '@nestjs/common';
import { dayOf, localDayOf } from '#calendar';
import { Refusal, refused } from '#contracts';
import {
  Authorizer,
  Commands,
  decodeCursor,
  pageOf,
  requireIfMatch,
  type Answer,
  type CommandRequest,
  type Page,
  type Tx,
} from '#http';
import { Store, type Migration } from '#mongo';
import { TreeReplica } from '#tree';
import type { mongo } from 'mongoose';
import { MEMBERS, type MemberDocument } from '../members/member.js';
import { MemberAccess } from '../records/member-access.js';
import { recordWritten } from '../records/record-written.js';
import { ensureRecords, VersionedRecords, type Deed } from '../records/versioned-records.js';
import { giveAward, voidAward, type Award } from './awards.rules.js';
import { isAwardDay, medalDue, partyAgesReaching } from './medals.rules.js';

const AWARDS = 'medal_awards';
/** Subtrees up to this many units are looked up by unit; larger ones by Party age, as most of it is theirs. */
const FEW_UNITS = 500;

export const medalsMigration = (id: number): Migration => ({
  id,
  name: 'medals by Party age',
  async up(db) {
    const awards = await ensureRecords(db, AWARDS);
    // What was handed to a member already
    await awards.createIndex({ memberId: 1, step: 1 }, { name: 'member' });
    // GET /v1/units/:unitId/medals of a large subtree
    await db.collection(MEMBERS).createIndex({ partyAgeFrom: 1, _id: 1 }, { name: 'party-age' });
  },
});

/** A medal due to a member, with who and where they are. */
export type MedalDueTo = {
  memberId: string;
  name: string;
  unitId: string;
  partyAgeFrom: string;
  step: number;
  reachedOn: string;
};
type Candidate = Pick<MemberDocument, '_id' | 'person' | 'record' | 'partyAgeFrom'>;

/** Which medals are due, and which were handed over. */
@Injectable()
export class Medals {
  readonly #awards: VersionedRecords<Award>;

  constructor(
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly members: MemberAccess,
  ) {
    this.#awards = new VersionedRecords<Award>(store, AWARDS);
  }

  /** Who of a subtree is due a medal on an award day, the longest Party age first. */
  async due(
    sub: string,
    unitId: string,
    { award, limit, cursor }: { award: string; limit: number; cursor?: string },
  ): Promise<Page<MedalDueTo>> {
    await this.authorizer.require(sub, 'members:read', unitId);
    if (!isAwardDay(award)) throw refused('not-an-award-day', 'award');
    const after = decodeCursor(cursor, 2)?.map(String) as [string, string] | undefined;
    const tree = await this.trees.current();
    const units = new Set(tree.subtree(unitId, dayOf(award)));
    const rows: MedalDueTo[] = [];
    for await (const candidates of this.#candidates(award, units, limit, after)) {
      const awarded = await this.#awardedTo(candidates.map(({ _id }) => _id));
      rows.push(...candidates.flatMap((candidate) => dueTo(candidate, award, units, awarded.get(candidate._id) ?? [])));
      if (rows.length > limit) break;
    }
    const page = pageOf(rows, limit, (row) => [row.partyAgeFrom, row.memberId]);
    await this.members.logRead(sub, 'medals', { unitId, memberIds: page.items.map(({ memberId }) => memberId) });
    return page;
  }

  async give(command: CommandRequest, award: Omit<Award, 'version' | 'voided'>): Promise<Answer<Award>> {
    await this.members.require(command.sub, 'members:write', award.memberId);
    return this.commands.run(command, async (tx) => {
      if (await this.#awards.get(award.id, tx.session)) throw new Refusal('conflict', 'award-exists');
      await this.#awards.guard(tx, award.memberId);
      const others = await this.#awards.find({ memberId: award.memberId }, { session: tx.session });
      const given = giveAward(award, others, localDayOf(tx.now));
      return this.#save(tx, given, { act: 'given', actor: command.sub, reason: null });
    });
  }

  async void(command: CommandRequest, memberId: string, id: string, reason: string): Promise<Answer<Award>> {
    await this.members.require(command.sub, 'members:write', memberId);
    return this.commands.run(command, async (tx) => {
      const award = await this.#awards.get(id, tx.session);
      if (award?.memberId !== memberId) throw new Refusal('not-found', 'no-such-award');
      requireIfMatch(command, award.version);
      return this.#save(tx, voidAward(award), { act: 'voided', actor: command.sub, reason });
    });
  }

  /** All that a member was given, voided ones too. */
  async ofMember(sub: string, memberId: string): Promise<{ items: Award[] }> {
    await this.members.require(sub, 'members:read', memberId);
    await this.members.logRead(sub, 'medals', { memberIds: [memberId] });
    return { items: await this.#awards.find({ memberId }, { sort: { step: 1, _id: 1 } }) };
  }

  /** Members whose Party age reaches a step by then, in portions, in the order of the list. */
  async *#candidates(
    award: string,
    units: ReadonlySet<string>,
    limit: number,
    after?: [string, string],
  ): AsyncGenerator<Candidate[]> {
    const ranges = partyAgesReaching(award).map(({ from, to }) => ({ partyAgeFrom: { $gte: from, $lte: to } }));
    const filter: mongo.Filter<MemberDocument> = {
      $and: [
        { $or: ranges },
        ...(units.size <= FEW_UNITS ? [{ 'record.stretches.unitId': { $in: [...units] } }] : []),
        ...(after
          ? [{ $or: [{ partyAgeFrom: { $gt: after[0] } }, { partyAgeFrom: after[0], _id: { $gt: after[1] } }] }]
          : []),
      ],
    };
    const cursor = this.store.db
      .collection<MemberDocument>(MEMBERS)
      .find<Candidate>(filter, { projection: { 'person.name': 1, record: 1, partyAgeFrom: 1 } })
      .sort({ partyAgeFrom: 1, _id: 1 });
    let portion: Candidate[] = [];
    for await (const candidate of cursor) {
      portion.push(candidate);
      if (portion.length <= limit) continue;
      yield portion;
      portion = [];
    }
    if (portion.length > 0) yield portion;
  }

  async #awardedTo(memberIds: string[]): Promise<Map<string, number[]>> {
    const awarded = new Map<string, number[]>();
    for (const { memberId, step } of await this.#awards.find({ memberId: { $in: memberIds }, voided: false }))
      awarded.set(memberId, [...(awarded.get(memberId) ?? []), step]);
    return awarded;
  }

  async #save(tx: Tx, award: Award, deed: Deed): Promise<Answer<Award>> {
    await this.#awards.save(tx, award, deed);
    return recordWritten(award);
  }
}

/** On the roll of the subtree on that day as official: who was put out, left or died has no stretch any more. */
function dueTo(
  { _id, person, record, partyAgeFrom }: Candidate,
  award: string,
  units: ReadonlySet<string>,
  awarded: readonly number[],
): MedalDueTo[] {
  const stretch = record.stretches.find(({ from, to }) => from <= award && (to === null || award < to));
  if (!stretch || !partyAgeFrom || stretch.standing !== 'official' || !units.has(stretch.unitId)) return [];
  const due = medalDue({ partyAgeFrom, awarded }, award);
  return due ? [{ memberId: _id, name: person.name, unitId: stretch.unitId, partyAgeFrom, ...due }] : [];
}
