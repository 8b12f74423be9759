import { Injectable } from '@nestjs/common';
import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, type Answer, type CommandRequest, type Tx } from '#http';
import { Store, type Migration } from '#mongo';
import { TreeReplica } from '#tree';
import { MemberAccess } from '../records/member-access.js';
import { recordWritten } from '../records/record-written.js';
import { ensureRecords, VersionedRecords, type Deed, type RecordVersion } from '../records/versioned-records.js';
import { beginLiaison, commentOn, endLiaison, voidLiaison, type Liaison, type YearlyComment } from './liaison.rules.js';

const COLLECTION = 'liaisons';

export const liaisonMigration = (id: number): Migration => ({
  id,
  name: 'residence liaisons of members',
  async up(db) {
    const liaisons = await ensureRecords(db, COLLECTION);
    // GET /v1/units/:unitId/liaisons
    await liaisons.createIndex({ unitId: 1, _id: 1 }, { name: 'unit' });
    // The other liaisons of a member
    await liaisons.createIndex({ memberId: 1, from: 1 }, { name: 'member' });
  },
});

/** What the answer of a write shows. */
export type WrittenLiaison = Omit<Liaison, 'comments'>;

/**
 * Residence liaisons (QĐ 213-QĐ/TW). They are kept beside the member and never in its acts, so no roll, event or
 * head-count can hold them.
 */
@Injectable()
export class Liaisons {
  readonly #liaisons: VersionedRecords<Liaison>;

  constructor(
    store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly members: MemberAccess,
  ) {
    this.#liaisons = new VersionedRecords<Liaison>(store, COLLECTION);
  }

  /** The branch of work introduces: the right is asked for where the member is on the roll. */
  async begin(
    command: CommandRequest,
    liaison: Omit<Liaison, 'version' | 'voided' | 'comments'>,
  ): Promise<Answer<WrittenLiaison>> {
    await this.members.require(command.sub, 'members:write', liaison.memberId);
    const tree = await this.trees.current();
    if (!tree.aliveOn(liaison.unitId, dayOf(liaison.from)))
      throw new Refusal('conflict', 'unit-not-alive', {}, [{ path: 'unitId', code: 'unit-not-alive' }]);
    return this.commands.run(command, async (tx) => {
      if (await this.#liaisons.get(liaison.id, tx.session)) throw new Refusal('conflict', 'liaison-exists');
      const begun = beginLiaison(liaison, await this.#others(tx, liaison), localDayOf(tx.now));
      return this.#save(tx, begun, { act: 'begun', actor: command.sub, reason: null });
    });
  }

  end(command: CommandRequest, id: string, to: string, reason: string): Promise<Answer<WrittenLiaison>> {
    return this.#change(command, id, { act: 'ended', reason }, async (liaison, tx) =>
      endLiaison(liaison, to, await this.#others(tx, liaison), localDayOf(tx.now)),
    );
  }

  void(command: CommandRequest, id: string, reason: string): Promise<Answer<WrittenLiaison>> {
    return this.#change(command, id, { act: 'voided', reason }, async (liaison) => voidLiaison(liaison));
  }

  /** Written where the member lives. */
  comment(command: CommandRequest, id: string, comment: YearlyComment): Promise<Answer<WrittenLiaison>> {
    return this.#change(command, id, { act: 'commented', reason: null }, async (liaison, tx) =>
      commentOn(liaison, comment, localDayOf(tx.now)),
    );
  }

  /** The liaisons at this very unit on a day. */
  async atUnit(sub: string, unitId: string, on = dateOf(localDayOf(new Date()))): Promise<{ items: Liaison[] }> {
    await this.authorizer.require(sub, 'members:read', unitId);
    const holds = { voided: false, from: { $lte: on }, $or: [{ to: null }, { to: { $gt: on } }] };
    const items = await this.#liaisons.find({ unitId, ...holds }, { sort: { _id: 1 } });
    await this.members.logRead(sub, 'liaisons', { unitId, memberIds: items.map(({ memberId }) => memberId) });
    return { items };
  }

  async versions(sub: string, id: string): Promise<{ items: RecordVersion<Liaison>[] }> {
    const liaison = await this.#reachable(sub, 'members:read', id);
    await this.members.logRead(sub, 'liaisons', { unitId: liaison.unitId, memberIds: [liaison.memberId] });
    return { items: await this.#liaisons.versions(id) };
  }

  async #change(
    command: CommandRequest,
    id: string,
    deed: Pick<Deed, 'act' | 'reason'>,
    decide: (liaison: Liaison, tx: Tx) => Promise<Liaison>,
  ): Promise<Answer<WrittenLiaison>> {
    await this.#reachable(command.sub, 'members:write', id);
    return this.commands.run(command, async (tx) => {
      const liaison = (await this.#liaisons.get(id, tx.session)) as Liaison;
      requireIfMatch(command, liaison.version);
      return this.#save(tx, await decide(liaison, tx), { ...deed, actor: command.sub });
    });
  }

  /** At the place of residence or where the member is on the roll; to all others there is no such liaison. */
  async #reachable(sub: string, action: 'members:read' | 'members:write', id: string): Promise<Liaison> {
    const liaison = await this.#liaisons.get(id);
    if (!liaison) {
      await this.authorizer.requireAnywhere(sub, action);
      throw new Refusal('not-found', 'no-such-liaison');
    }
    try {
      await this.authorizer.require(sub, action, liaison.unitId);
      return liaison;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    await this.members.require(sub, action, liaison.memberId);
    return liaison;
  }

  async #others(tx: Tx, { memberId }: Pick<Liaison, 'memberId'>): Promise<Liaison[]> {
    await this.#liaisons.guard(tx, memberId);
    return this.#liaisons.find({ memberId }, { session: tx.session });
  }

  async #save(tx: Tx, liaison: Liaison, deed: Deed): Promise<Answer<WrittenLiaison>> {
    await this.#liaisons.save(tx, liaison, deed);
    // The answer is kept with its key for 30 days, outside the right to the people: no free text in it.
    const { comments: _texts, ...shown } = liaison;
    return recordWritten(shown);
  }
}
