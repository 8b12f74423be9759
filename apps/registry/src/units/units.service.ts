import { Injectable } from '@nestjs/common';
import { judge, newlyUnder } from '#acts';
import { dateOf, localDayOf } from '#calendar';
import { TREE_FACT, Refusal, refused, type UnitRecord } from '#contracts';
import { Authorizer, Commands, requireIfMatch, written, type Answer, type CommandRequest, type Tx } from '#http';
import { Outbox } from '#messaging';
import { TreeReplica, type Tree } from '#tree';
import { TreeLock } from './tree-lock.js';
import { FirstAdministrator } from '../roles/first-administrator.js';
import { unitView, type UnitView } from './unit-view.js';
import { UnitsStore, type UnitAct } from './units.store.js';

/** What to do to a unit. `decide` gets the record as it is and says what it becomes, or throws a Refusal. */
export type UnitCommand = {
  id: string;
  act: UnitAct;
  reason: string | null;
  decide: (record: UnitRecord) => UnitRecord;
};
export type UnitWritten = UnitView & { receipt: string };

/** Load, decide, save with its event: one transaction for each change of the tree, one after another. */
@Injectable()
export class Units {
  constructor(
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
    private readonly store: UnitsStore,
    private readonly outbox: Outbox,
    private readonly first: FirstAdministrator,
    private readonly lock: TreeLock,
  ) {}

  /** @throws Refusal of the rules, `unit-exists` (409), or for want of the right at the parent (403) */
  create(command: CommandRequest, record: UnitRecord, reason: string | null): Promise<Answer<UnitWritten>> {
    return this.commands.run(command, async (tx) => {
      const [stretch] = record.stretches;
      await this.#mayPutUnder(command.sub, stretch ? [stretch.parentId] : []);
      const { revision, tree } = await this.#turn(tx);
      if (tree.get(record.id)) throw new Refusal('conflict', 'unit-exists');
      const change = { before: undefined, after: record, act: 'created' as const, reason };
      const answer = await this.#save(tx, command, { ...change, revision, tree }, 201);
      if (stretch?.parentId === null) await this.first.welcome(tx, record.id, stretch.from);
      return answer;
    });
  }

  /** @throws Refusal of the rules, `no-such-unit` (404), 403, 412, 428 */
  change(command: CommandRequest, { id, act, reason, decide }: UnitCommand): Promise<Answer<UnitWritten>> {
    return this.commands.run(command, async (tx) => {
      await this.authorizer.require(command.sub, 'tree:write', id);
      const { revision, tree } = await this.#turn(tx);
      const before = tree.get(id);
      if (!before) throw new Refusal('not-found', 'no-such-unit');
      requireIfMatch(command, before.version);
      const after = decide(before);
      await this.#mayPutUnder(command.sub, newlyUnder(before, after));
      return this.#save(tx, command, { before, after, act, reason, revision, tree }, 200);
    });
  }

  /**
   * The tree as it is now that it is our turn. Taking the revision first makes concurrent changes conflict, so that two
   * that are legal alone cannot make a cycle, an orphan or a double code together (DESIGN.md 4).
   */
  async #turn({ session }: Tx): Promise<{ revision: number; tree: Tree }> {
    const revision = await this.trees.advance(session);
    await this.lock.requireFree(session);
    return { revision, tree: await this.trees.at(session, revision - 1) };
  }

  /** The right to change the tree at each unit that gets something put under it; a root is the first administrator's. */
  async #mayPutUnder(sub: string, parents: readonly (string | null)[]): Promise<void> {
    for (const parentId of new Set(parents)) {
      if (parentId === null) this.first.require(sub);
      else await this.authorizer.require(sub, 'tree:write', parentId).catch(asOrphan);
    }
  }

  async #save(
    tx: Tx,
    command: CommandRequest,
    change: {
      before: UnitRecord | undefined;
      after: UnitRecord;
      act: UnitAct;
      reason: string | null;
      revision: number;
      tree: Tree;
    },
    status: 200 | 201,
  ): Promise<Answer<UnitWritten>> {
    const { before, after, act, reason, revision, tree } = change;
    const { session, now } = tx;
    const today = localDayOf(now);
    judge(before, after, { tree, today, others: await this.store.rivals(session, after, tree) });
    await this.trees.writeUnit(session, after, revision);
    const { id: unit, version } = after;
    const entry = { unit, version, treeRevision: revision, act, actor: command.sub, at: now, reason, record: after };
    await this.store.write(session, entry, before);
    await this.outbox.add(tx, {
      type: 'registry.unit-changed.v1',
      data: { treeRevision: revision, unit: after },
      key: TREE_FACT,
    });
    const receipt = { source: 'registry' as const, factId: TREE_FACT, version: revision };
    return written(status, unitView(after, dateOf(today)), { version, receipt });
  }
}

/** A parent that does not exist is a fault of the request, not of its address. */
function asOrphan(error: unknown): never {
  if (error instanceof Refusal && error.code === 'no-such-unit') throw refused('orphan', 'parentId');
  throw error;
}
