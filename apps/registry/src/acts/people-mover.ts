import { grantsOf, toGrant } from '#access';
import { derivedUuid, type Tx } from '#http';
import { Store } from '#mongo';
import type { Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { circumstancesOf } from '../members/circumstances.js';
import { MemberWriter } from '../members/member-writer.js';
import type { MemberDocument } from '../members/member.js';
import { moveWithUnit, returnWithUnit } from '../members/members.rules.js';
import { MembersStore } from '../members/members.store.js';
import type { Office } from '../offices/offices.rules.js';
import { VersionedRecords } from '../records/versioned-records.js';
import { GrantsStore } from '../roles/grants.store.js';
import type { ActDocument, ChangedRecord, PeopleMove } from './act.js';
import { ActsStore } from './acts.store.js';
import { endHeld, heldFrom, putBack } from './people.rules.js';

/** Records of people changed in one transaction. */
export const AT_ONCE = 200;
type Work = { tx: Tx; act: ActDocument; tree: Tree };
type Move<K extends PeopleMove['kind']> = Extract<PeopleMove, { kind: K }>;

/**
 * Moves people after the steps of an act, a part at a time. What is left is looked up anew each time, so a part that was done
 * is not done again, whoever goes on.
 */
@Injectable()
export class PeopleMover {
  readonly #offices: VersionedRecords<Office>;

  constructor(
    private readonly store: Store,
    private readonly acts: ActsStore,
    private readonly members: MembersStore,
    private readonly writer: MemberWriter,
    private readonly grants: GrantsStore,
  ) {
    this.#offices = new VersionedRecords<Office>(store, 'offices');
  }

  /** How many records it changed; fewer than `AT_ONCE`: nothing of the move is left. */
  async part(work: Work, move: PeopleMove): Promise<number> {
    if (move.kind === 'members') return this.#moveMembers(work, move);
    if (move.kind === 'end') return (await this.#endOffices(work, move)) + (await this.#endRoles(work, move));
    return (await this.#returnMembers(work)) + (await this.#returnRecords(work));
  }

  async #moveMembers({ tx, act, tree }: Work, move: Move<'members'>): Promise<number> {
    const { fromUnitId, toUnitId, memberIds, date: on, staying } = move;
    const later = { unitId: fromUnitId, $or: [{ to: null }, { to: { $gt: on } }] };
    const filter: mongo.Filter<MemberDocument> = {
      voided: false,
      _id: memberIds === 'all' ? { $nin: staying } : { $in: [...memberIds] },
      acts: { $not: { $elemMatch: { byAct: act._id, fromUnitId, voided: false } } },
      $or: [
        { 'record.stretches': { $elemMatch: later } },
        { 'record.temporary': { $elemMatch: later } },
        { 'transit.toUnitId': fromUnitId },
      ],
    };
    const found = await this.#some(tx, filter);
    const world = circumstancesOf(tx.now, actorOf(act), tree);
    const said = { kind: 'moved-with-unit' as const, on, fromUnitId, toUnitId, byAct: act._id };
    const content = { ...said, decisionNumber: act.decision, reason: null };
    const changes = found.map((before) => {
      const id = derivedUuid(`act ${act._id} ${before._id} ${fromUnitId}`);
      return { before, after: moveWithUnit(before, content, id, world), reason: act.reason };
    });
    await this.writer.save(tx, actorOf(act), changes, tree);
    return changes.length;
  }

  async #returnMembers({ tx, act, tree }: Work): Promise<number> {
    const byAct = act.revokes as string;
    const found = await this.#some(tx, { voided: false, acts: { $elemMatch: { byAct, voided: false } } });
    const world = circumstancesOf(tx.now, actorOf(act), tree);
    const changes = found.map((before) => ({
      before,
      after: returnWithUnit(before, byAct, world),
      reason: act.reason,
    }));
    await this.writer.save(tx, actorOf(act), changes, tree);
    return changes.length;
  }

  #some({ session }: Tx, filter: mongo.Filter<MemberDocument>): Promise<MemberDocument[]> {
    return this.members.members.find(filter, { session }).limit(AT_ONCE).toArray();
  }

  async #endOffices(work: Work, { unitId, date, to, offices }: Move<'end'>): Promise<number> {
    const { tx, act } = work;
    const target = offices === 'move' ? to : null;
    const found = await this.#offices.find({ unitId, voided: false }, { session: tx.session });
    const held = found.filter((office) => heldFrom(office, date)).slice(0, AT_ONCE);
    for (const office of held) {
      const newId = { id: derivedUuid(`act ${act._id} office ${office.id}`) };
      const { ended, begun } = endHeld(office, date, target, () => newId);
      await this.#saveOffice(work, ended, office);
      if (begun) await this.#saveOffice(work, { ...begun, version: 1 }, null);
    }
    return held.length;
  }

  async #endRoles(work: Work, { unitId, date, to, roles }: Move<'end'>): Promise<number> {
    const { tx, act } = work;
    const target = roles === 'move' ? to : null;
    const found = await grantsOf(this.store.db).find({ unitId, voided: false }, { session: tx.session }).toArray();
    const held = found
      .map(toGrant)
      .filter((grant) => heldFrom(grant, date))
      .slice(0, AT_ONCE);
    for (const grant of held) {
      const newId = { grantId: derivedUuid(`act ${act._id} role ${grant.grantId}`) };
      const { ended, begun } = endHeld(grant, date, target, () => newId);
      await this.#saveRole(work, ended, grant);
      if (begun) await this.#saveRole(work, { ...begun, version: 1 }, null);
    }
    return held.length;
  }

  /** What the act changed and nobody since: as it was. */
  async #returnRecords(work: Work): Promise<number> {
    const { tx, act } = work;
    const filter = { actId: act.revokes as string, returned: { $ne: true } };
    const changed = await this.acts.records.find(filter, { session: tx.session }).limit(AT_ONCE).toArray();
    for (const { recordId, kind, before } of changed) {
      if (kind === 'office') {
        const office = await this.#offices.get(recordId, tx.session);
        if (office) await this.#saveOffice(work, putBack(office, before), office);
      } else {
        const grant = await this.grants.get(recordId, tx.session);
        if (grant) await this.#saveRole(work, putBack(grant, before), grant);
      }
    }
    const ids = changed.map(({ _id }) => _id);
    if (ids.length > 0)
      await this.acts.records.updateMany({ _id: { $in: ids } }, { $set: { returned: true } }, { session: tx.session });
    return changed.length;
  }

  async #saveOffice(work: Work, office: Office, before: Office | null): Promise<void> {
    const { tx, act } = work;
    await this.#offices.save(tx, office, { act: 'reorganised', actor: actorOf(act), reason: act.reason });
    await this.#note(work, { kind: 'office', recordId: office.id, version: office.version }, before);
  }

  async #saveRole(work: Work, grant: Parameters<GrantsStore['write']>[1], before: typeof grant | null): Promise<void> {
    const { tx, act } = work;
    const did = before === null ? 'given' : grant.voided ? 'voided' : 'changed';
    await this.grants.write(tx, grant, { act: did, actor: actorOf(act), reason: act.reason });
    await this.#note(work, { kind: 'role', recordId: grant.grantId, version: grant.version }, before);
  }

  async #note(
    { tx, act }: Work,
    { kind, recordId, version }: Pick<ChangedRecord, 'kind' | 'recordId' | 'version'>,
    before: ChangedRecord['before'],
  ): Promise<void> {
    const actId = act._id;
    const was = before && { from: before.from, to: before.to, voided: before.voided };
    const row = { _id: `${actId}/${kind}/${recordId}`, actId, kind, recordId, before: was, version };
    await this.acts.records.insertOne(row, { session: tx.session });
  }
}

const actorOf = ({ approvedBy, editedBy }: ActDocument): string => approvedBy ?? editedBy;
