import { Injectable } from '@nestjs/common';
import { dateOf, dayOf, localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Authorizer, Commands, requireIfMatch, type Answer, type CommandRequest, type Tx } from '#http';
import { Store, type Migration } from '#mongo';
import { TreeReplica } from '#tree';
import { MemberAccess } from '../records/member-access.js';
import { recordWritten } from '../records/record-written.js';
import { ensureRecords, VersionedRecords, type Deed, type RecordVersion } from '../records/versioned-records.js';
import { correctOffice, heldOn, OFFICES, takeOffice, voidOffice, type Office } from './offices.rules.js';

const COLLECTION = 'offices';

export const officesMigration = (id: number): Migration => ({
  id,
  name: 'offices held by members',
  async up(db) {
    const offices = await ensureRecords(db, COLLECTION);
    // GET /v1/units/:unitId/offices, and who else holds an office there
    await offices.createIndex({ unitId: 1, office: 1, from: 1 }, { name: 'unit' });
  },
});

/** Which member holds which office: load → decide by the pure rules → save with its version. Nobody else needs to know, so there is no event. */
@Injectable()
export class Offices {
  readonly #offices: VersionedRecords<Office>;

  constructor(
    store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly members: MemberAccess,
  ) {
    this.#offices = new VersionedRecords<Office>(store, COLLECTION);
  }

  async take(
    command: CommandRequest,
    office: Omit<Office, 'version' | 'voided'>,
    reason: string | null,
  ): Promise<Answer<Office>> {
    await this.authorizer.require(command.sub, 'members:write', office.unitId);
    await this.members.require(command.sub, 'members:read', office.memberId);
    const tree = await this.trees.current();
    if (!tree.aliveOn(office.unitId, dayOf(office.from)))
      throw new Refusal('conflict', 'unit-not-alive', {}, [{ path: 'from', code: 'unit-not-alive' }]);
    return this.commands.run(command, async (tx) => {
      if (await this.#offices.get(office.id, tx.session)) throw new Refusal('conflict', 'office-exists');
      const others = await this.#others(tx, office);
      const taken = takeOffice(office, others, localDayOf(tx.now));
      return this.#save(tx, taken, { act: 'taken', actor: command.sub, reason });
    });
  }

  correct(
    command: CommandRequest,
    id: string,
    change: Partial<Pick<Office, 'from' | 'to'>>,
    { act, reason }: Pick<Deed, 'act' | 'reason'>,
  ): Promise<Answer<Office>> {
    return this.#change(command, id, { act, reason }, async (office, tx) =>
      correctOffice(office, change, await this.#others(tx, office), localDayOf(tx.now)),
    );
  }

  void(command: CommandRequest, id: string, reason: string): Promise<Answer<Office>> {
    return this.#change(command, id, { act: 'voided', reason }, async (office) => voidOffice(office));
  }

  /** The offices at this very unit on a day, in the order of their kinds. */
  async atUnit(sub: string, unitId: string, on = dateOf(localDayOf(new Date()))): Promise<{ items: Office[] }> {
    await this.authorizer.require(sub, 'members:read', unitId);
    const found = (await this.#offices.find({ unitId })).filter((office) => heldOn(office, on));
    const rank = ({ office }: Office): number => OFFICES.indexOf(office);
    const items = found.sort((one, other) => rank(one) - rank(other) || (one.id < other.id ? -1 : 1));
    await this.members.logRead(sub, 'offices', { unitId, memberIds: items.map(({ memberId }) => memberId) });
    return { items };
  }

  async versions(sub: string, id: string): Promise<{ items: RecordVersion<Office>[] }> {
    const { unitId, memberId } = await this.#load(id);
    await this.authorizer.require(sub, 'members:read', unitId);
    await this.members.logRead(sub, 'offices', { unitId, memberIds: [memberId] });
    return { items: await this.#offices.versions(id) };
  }

  async #change(
    command: CommandRequest,
    id: string,
    deed: Pick<Deed, 'act' | 'reason'>,
    decide: (office: Office, tx: Tx) => Promise<Office>,
  ): Promise<Answer<Office>> {
    // The unit of an office never changes, so the right asked for here is the right in the transaction.
    await this.authorizer.require(command.sub, 'members:write', (await this.#load(id)).unitId);
    return this.commands.run(command, async (tx) => {
      const office = (await this.#offices.get(id, tx.session)) as Office;
      requireIfMatch(command, office.version);
      return this.#save(tx, await decide(office, tx), { ...deed, actor: command.sub });
    });
  }

  async #load(id: string): Promise<Office> {
    const office = await this.#offices.get(id);
    if (!office) throw new Refusal('not-found', 'no-such-office');
    return office;
  }

  async #others(tx: Tx, { unitId, office }: Pick<Office, 'unitId' | 'office'>): Promise<Office[]> {
    await this.#offices.guard(tx, `${unitId}/${office}`);
    return this.#offices.find({ unitId, office }, { session: tx.session });
  }

  async #save(tx: Tx, office: Office, deed: Deed): Promise<Answer<Office>> {
    await this.#offices.save(tx, office, deed);
    return recordWritten(office);
  }
}
