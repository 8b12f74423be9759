import { TREE_FACT, type ActStep } from '#contracts';
import { inTx, type Tx } from '#http';
import { LostClaim, Outbox } from '#messaging';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { TreeLock } from '../units/tree-lock.js';
import { UnitsStore } from '../units/units.store.js';
import type { ActDocument, MoveDocument, StepDocument } from './act.js';
import { ActsStore } from './acts.store.js';
import { AT_ONCE, PeopleMover } from './people-mover.js';

/** Steps of one transaction: longer ones hold up everybody else who writes. */
export const STEPS_AT_ONCE = 200;
/** Moves looked at in one transaction; most move nobody. */
const MOVES_AT_ONCE = 100;
const CLAIM_MS = 15_000;

/**
 * Applies an act that was approved, a part in each transaction, from where it stands. The lock on the tree is held from the
 * approval to the end, so the steps get revisions one after another and what was judged is what is done.
 */
@Injectable()
export class ActApplier {
  constructor(
    private readonly acts: ActsStore,
    private readonly units: UnitsStore,
    private readonly trees: TreeReplica,
    private readonly people: PeopleMover,
    private readonly outbox: Outbox,
    private readonly lock: TreeLock,
  ) {}

  /** The act that is to be worked at and is nobody's, by the clock of the database. */
  async claim(owner: string, states: ActDocument['state'][]): Promise<ActDocument | null> {
    const claim = { owner: { $literal: owner }, until: { $add: ['$$NOW', CLAIM_MS] } };
    const free = { $or: [{ $lt: ['$claim.until', '$$NOW'] }, { $eq: ['$claim.owner', owner] }] };
    return this.acts.acts.findOneAndUpdate(
      { state: { $in: states }, ...(states.includes('checking') && { found: null }), $expr: free },
      [{ $set: { claim } }],
      { returnDocument: 'after', writeConcern: { w: 'majority' } },
    );
  }

  async release(actId: string, owner: string): Promise<void> {
    await this.acts.acts.updateOne({ _id: actId, 'claim.owner': owner }, { $set: { 'claim.until': new Date(0) } });
  }

  /** One part of what is left; the last one ends it. @throws LostClaim */
  async advance(owner: string, act: ActDocument): Promise<void> {
    const of = act.found?.steps ?? 0;
    if (act.step < of) await this.#applySteps(owner, act, of);
    else if (act.moved < (act.found?.moves ?? 0)) await this.#movePeople(owner, act);
    else await this.#finish(owner, act);
  }

  async #applySteps(owner: string, act: ActDocument, of: number): Promise<void> {
    const steps = await this.acts.steps
      .find({ actId: act._id, k: { $gt: act.step } })
      .sort({ k: 1 })
      .limit(STEPS_AT_ONCE)
      .toArray();
    await this.#inTurn(owner, act, async (tx) => {
      const changes = steps.map(({ k, record }) => ({ record, revision: (act.firstRevision ?? 0) + k - 1 }));
      await this.trees.writeRecords(tx.session, changes);
      await this.#writeVersions(tx, act, steps);
      const told = (step: number): ActStep => ({
        id: act._id,
        decision: act.decision,
        effective: act.effective,
        step,
        of,
      });
      await this.outbox.addAll(
        tx,
        changes.map(({ record: unit, revision: treeRevision }, at) => ({
          type: 'registry.unit-changed.v1' as const,
          data: { treeRevision, unit, act: told(act.step + at + 1) },
          key: TREE_FACT,
        })),
      );
      return { step: act.step + steps.length, state: 'applying' };
    });
  }

  async #writeVersions({ session, now: at }: Tx, act: ActDocument, steps: readonly StepDocument[]): Promise<void> {
    const { _id: byAct, decision, reason, firstRevision, approvedBy } = act;
    await this.units.writeAll(
      session,
      steps.map(({ k, before, record }) => ({
        before: before ?? undefined,
        version: {
          unit: record.id,
          version: record.version,
          treeRevision: (firstRevision ?? 0) + k - 1,
          act: 'reorganised' as const,
          actor: approvedBy ?? '',
          at,
          reason,
          record,
          byAct,
          decision,
        },
      })),
    );
  }

  async #movePeople(owner: string, act: ActDocument): Promise<void> {
    const rows = await this.acts.moves
      .find({ actId: act._id, n: { $gt: act.moved } })
      .sort({ n: 1 })
      .limit(MOVES_AT_ONCE)
      .toArray();
    const tree = await this.trees.current();
    await this.#inTurn(owner, act, async (tx) => {
      let moved = act.moved;
      for (let changed = 0; changed < AT_ONCE && moved - act.moved < rows.length;) {
        const part = await this.people.part({ tx, act, tree }, (rows[moved - act.moved] as MoveDocument).move);
        changed += part;
        if (part < AT_ONCE) moved += 1;
      }
      return { moved };
    });
  }

  async #finish(owner: string, act: ActDocument): Promise<void> {
    await this.#inTurn(owner, act, async ({ session, now }) => {
      await this.lock.free(session, act._id);
      if (act.revokes !== null)
        await this.acts.acts.updateOne(
          { _id: act.revokes },
          { $set: { state: 'revoked', revokedBy: act._id } },
          { session },
        );
      return { state: 'applied', appliedAt: now };
    });
  }

  /** One transaction of who works at the act and knows where it stands. @throws LostClaim */
  async #inTurn(owner: string, act: ActDocument, work: (tx: Tx) => Promise<Partial<ActDocument>>): Promise<void> {
    await inTx(this.acts.store.connection, async (tx) => {
      const changes = await work(tx);
      const until = new Date(Date.now() + CLAIM_MS);
      const mine = { _id: act._id, step: act.step, moved: act.moved, 'claim.owner': owner };
      const held = await this.acts.acts.updateOne(
        { ...mine, state: { $in: ['approved', 'applying'] } },
        { $set: { ...changes, 'claim.until': until } },
        { session: tx.session },
      );
      if (held.matchedCount === 0) throw new LostClaim();
    });
  }
}
