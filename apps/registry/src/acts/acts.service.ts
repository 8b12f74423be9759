import { localDayOf } from '#calendar';
import { Refusal } from '#contracts';
import { Commands, derivedUuid, requireIfMatch, type Answer, type CommandRequest, type Tx } from '#http';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { TreeLock } from '../units/tree-lock.js';
import { ActJudge } from './act-judge.js';
import { actView, type ActView } from './act-view.js';
import { verbsOf } from './act-verbs.rules.js';
import { ActWorker } from './act-worker.js';
import type { ActDocument } from './act.js';
import {
  approveAct,
  checkAct,
  discardAct,
  editAct,
  newAct,
  requireRevocable,
  withVerbs,
  type ActHead,
} from './acts.rules.js';
import { ActsStore, type ActDeed } from './acts.store.js';
import { ActsAccess } from './acts-access.js';

type Deed = Pick<ActDeed, 'did' | 'reason'>;

/** Commands on acts of reorganisation: load, decide by the pure rules, save with a version. */
@Injectable()
export class Acts {
  constructor(
    private readonly commands: Commands,
    private readonly access: ActsAccess,
    private readonly store: ActsStore,
    private readonly trees: TreeReplica,
    private readonly judge: ActJudge,
    private readonly lock: TreeLock,
    private readonly worker: ActWorker,
  ) {}

  async create(
    command: CommandRequest,
    head: ActHead & { id: string },
    sent: readonly unknown[],
  ): Promise<Answer<ActView>> {
    await this.access.requireAt(command.sub, verbsOf(sent, 0, idsOf(head.id)));
    return this.#begin(command, { ...head, revokes: null }, sent, { did: 'drafted', reason: head.reason });
  }

  /** An act of its own that takes another one back: checked, approved and applied as any. */
  async revoke(
    command: CommandRequest,
    actId: string,
    { id, decision, reason }: { id: string; decision: string; reason: string },
  ) {
    await this.access.requireAnywhere(command.sub);
    const act = await this.store.get(actId);
    await this.access.requireChange(command.sub, act);
    requireRevocable(act);
    const head = { id, decision, reason, effective: act.effective, revokes: actId };
    return this.#begin(command, head, [], { did: 'drafted', reason });
  }

  edit(command: CommandRequest, id: string, head: ActHead): Promise<Answer<ActView>> {
    const deed = { did: 'edited', reason: head.reason };
    return this.#change(command, id, deed, async (act, { now }) => editAct(act, head, command.sub, localDayOf(now)));
  }

  addSteps(command: CommandRequest, id: string, sent: readonly unknown[], replace: boolean): Promise<Answer<ActView>> {
    return this.#change(command, id, { did: 'steps-entered', reason: null }, async (act, tx) => {
      const first = replace ? 0 : act.verbs;
      const verbs = verbsOf(sent, first, idsOf(id));
      await this.access.requireAt(command.sub, verbs);
      const next = withVerbs(act, first + verbs.length, command.sub);
      await this.store.addVerbs(tx, id, first, verbs);
      return next;
    });
  }

  async check(command: CommandRequest, id: string): Promise<Answer<ActView>> {
    return this.#change(command, id, { did: 'checked', reason: null }, async (act, tx) => {
      tx.onCommitted(this.worker.ring);
      return checkAct(act);
    });
  }

  /**
   * Judges it once more over the tree as it is: what was approved is what was shown. From here to its end nobody else
   * changes the tree.
   */
  async approve(command: CommandRequest, id: string, reason: string | null): Promise<Answer<ActView>> {
    await this.access.requireAnywhere(command.sub);
    const shown = await this.store.get(id);
    await this.access.requireChange(command.sub, shown);
    const tree = await this.trees.current();
    const again = shown.state === 'checked' ? await this.judge.judge(shown, tree) : undefined;
    return this.#change(command, id, { did: 'approved', reason }, async (act, tx) => {
      const approved = approveAct(act, command.sub, tree.revision);
      await this.lock.take(tx.session, id);
      const same = (await this.trees.headRevision(tx.session)) === tree.revision;
      if (!same || again?.found.fingerprint !== act.found?.fingerprint)
        throw new Refusal('conflict', 'changed-since-check');
      tx.onCommitted(this.worker.ring);
      return approved;
    });
  }

  discard(command: CommandRequest, id: string, reason: string): Promise<Answer<ActView>> {
    return this.#change(command, id, { did: 'discarded', reason }, async (act) => discardAct(act));
  }

  #begin(
    command: CommandRequest,
    head: ActHead & { id: string; revokes: string | null },
    sent: readonly unknown[],
    deed: Deed,
  ) {
    return this.commands.run(command, async (tx) => {
      if (await this.store.acts.findOne({ _id: head.id }, { session: tx.session, projection: { _id: 1 } }))
        throw new Refusal('conflict', 'reorganisation-exists');
      const verbs = verbsOf(sent, 0, idsOf(head.id));
      const act = { ...newAct({ ...head, by: command.sub }, tx.now, localDayOf(tx.now)), verbs: verbs.length };
      await this.store.addVerbs(tx, act._id, 0, verbs);
      return this.#save(tx, act, { ...deed, actor: command.sub });
    });
  }

  async #change(
    command: CommandRequest,
    id: string,
    deed: Deed,
    decide: (act: ActDocument, tx: Tx) => Promise<ActDocument>,
  ): Promise<Answer<ActView>> {
    await this.access.requireAnywhere(command.sub);
    return this.commands.run(command, async (tx) => {
      const act = await this.store.get(id, tx.session);
      await this.access.requireChange(command.sub, act);
      requireIfMatch(command, act.version);
      return this.#save(tx, await decide(act, tx), { ...deed, actor: command.sub });
    });
  }

  async #save(tx: Tx, act: ActDocument, deed: ActDeed): Promise<Answer<ActView>> {
    await this.store.save(tx, act, deed);
    const status = act.version === 1 ? 201 : 200;
    return { status, body: actView(act, localDayOf(tx.now)), headers: { ETag: `"${act.version}"` } };
  }
}

const idsOf = (actId: string) => (name: string) => derivedUuid(`act ${actId} founds ${name}`);
