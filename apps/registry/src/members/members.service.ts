import { encodeReceipt, Refusal } from '#contracts';
import { Commands, derivedUuid, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica, type Tree } from '#tree';
import { Injectable } from '@nestjs/common';
import { circumstancesOf } from './circumstances.js';
import type { ActContent, MemberDocument } from './member.js';
import { memberReceipt } from './member-receipt.js';
import { MemberWriter } from './member-writer.js';
import {
  addAct,
  changePerson,
  correctAct,
  newMember,
  voidAct,
  voidMember,
  type Circumstances,
  type FirstAct,
} from './members.rules.js';
import type { MemberWrittenAnswer } from './members-answers.dto.js';
import { asTaken, MembersStore } from './members.store.js';
import { PeopleAccess } from './people-access.js';
import type { PersonInput } from './person.rules.js';
import { homesOf } from './places.rules.js';
import { rollsChanged } from './touched.rules.js';

/** Somebody new to the registry. */
export type Registration = { id?: string; person: PersonInput; act: FirstAct; confirmedDistinct: boolean };

type Decision = { after: MemberDocument; actId: string | null; reason: string | null };
type Decide = (member: MemberDocument, world: Circumstances) => Decision;
/** Where the right is needed; else at every unit where the change of the roll shows. */
type RightsAt = (before: MemberDocument, after: MemberDocument) => string[];

/** Commands on members: load → decide by the pure rules → rights where it shows → version, fact and event together. */
@Injectable()
export class MembersService {
  constructor(
    private readonly commands: Commands,
    private readonly access: PeopleAccess,
    private readonly trees: TreeReplica,
    private readonly store: MembersStore,
    private readonly writer: MemberWriter,
  ) {}

  async register(command: CommandRequest, registration: Registration): Promise<Answer<MemberWrittenAnswer>> {
    const { person, act, confirmedDistinct } = registration;
    await this.access.requireWritable(command.sub, [act.unitId]);
    return this.#run(command, async (tx, tree) => {
      const id = registration.id ?? command.derivedId;
      const actId = actIdOf(id, 1);
      const after = newMember({ id, actId, person, act }, circumstancesOf(tx.now, command.sub, tree));
      await this.store.requireFree(tx.session, after);
      if (!confirmedDistinct && (await this.store.hasNamesake(tx.session, after, act.unitId)))
        throw new Refusal('conflict', 'possible-duplicate', {}, [{ path: 'person', code: 'possible-duplicate' }]);
      await this.writer.save(tx, command.sub, [{ before: undefined, after, reason: act.reason }], tree);
      return answerOf(201, after, actId);
    });
  }

  /** Only who keeps the receiving roll accepts or rejects; who sends cannot, and need not agree again. */
  async act(command: CommandRequest, id: string, content: ActContent): Promise<Answer<MemberWrittenAnswer>> {
    const answers = content.kind === 'transfer-accepted' || content.kind === 'transfer-rejected';
    const rightsAt: RightsAt = ({ transit }) => (transit ? [transit.toUnitId] : []);
    const decide: Decide = (member, world) => {
      const actId = actIdOf(id, member.version + 1);
      return { after: addAct(member, content, actId, world), actId, reason: content.reason };
    };
    return this.#change(command, id, decide, answers ? rightsAt : undefined);
  }

  correctAct(command: CommandRequest, id: string, actId: string, content: ActContent, reason: string) {
    return this.#change(command, id, (member, world) => ({
      after: correctAct(member, actId, content, world),
      actId,
      reason,
    }));
  }

  voidAct(command: CommandRequest, id: string, actId: string, reason: string) {
    return this.#change(command, id, (member, world) => ({ after: voidAct(member, actId, world), actId, reason }));
  }

  changePerson(command: CommandRequest, id: string, person: PersonInput, reason: string) {
    return this.#change(command, id, (member, world) => ({
      after: changePerson(member, person, world),
      actId: null,
      reason,
    }));
  }

  void(command: CommandRequest, id: string, reason: string): Promise<Answer<MemberWrittenAnswer>> {
    return this.#change(command, id, (member, world) => ({ after: voidMember(member, world), actId: null, reason }));
  }

  async #change(command: CommandRequest, id: string, decide: Decide, rightsAt: RightsAt = rollsChanged) {
    return this.#run(command, async (tx, tree) => {
      const before = await this.store.get(id, tx.session);
      await this.access.requireKnown(command.sub, before);
      requireIfMatch(command, before.version);
      const world = circumstancesOf(tx.now, command.sub, tree);
      const { after, actId, reason } = decide(before, world);
      const units = rightsAt(before, after);
      await this.access.requireWritable(command.sub, units.length > 0 ? units : homesOf(before, world.today));
      if (!after.voided) await this.store.requireFree(tx.session, after);
      await this.writer.save(tx, command.sub, [{ before, after, reason }], tree);
      return answerOf(200, after, actId);
    });
  }

  /** Runs a command; another one that took an identifier at the same moment shows as the refusal it is. */
  async #run(command: CommandRequest, work: (tx: Tx, tree: Tree) => Promise<Answer<MemberWrittenAnswer>>) {
    const tree = await this.trees.current();
    try {
      return await this.commands.run(command, (tx) => work(tx, tree));
    } catch (error) {
      throw asTaken(error);
    }
  }
}

export { memberReceipt } from './member-receipt.js';

/** The same for every attempt of a command; another for every version. */
export const actIdOf = (memberId: string, version: number): string => derivedUuid(`act ${memberId} ${version}`);

/** Without any personal value: answers are kept with their keys for 30 days. */
function answerOf(status: 200 | 201, member: MemberDocument, actId: string | null): Answer<MemberWrittenAnswer> {
  const { _id: id, version, voided, record, marks, transit } = member;
  const receipt = memberReceipt(member);
  const body = { id, version, voided, actId, ...record, marks, transit, receipt: encodeReceipt(receipt) };
  return written(status, body, { version, receipt });
}
