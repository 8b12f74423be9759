import { monthBeside } from '#calendar';
import { Refusal, refused } from '#contracts';
import {
  Authorizer,
  Commands,
  decodeInstantCursor,
  pageOf,
  requireIfMatch,
  type Answer,
  type CommandRequest,
  type Page,
  type PageQuery,
} from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import { newRebuild, rebuildsOf, type Rebuild } from './rebuild.js';
import { rebuildAnswer } from './rebuilds.answer.js';
import type { RebuildAnswer, RebuildDto } from './rebuilds.dto.js';
import { RebuildRunner } from './rebuild-runner.js';

/** Rebuilds that may wait at a time. */
const MOST_OPEN = 20;

/** What operators do with rebuilds; RebuildRunner does the work. */
@Injectable()
export class RebuildsService {
  constructor(
    private readonly store: Store,
    private readonly commands: Commands,
    private readonly authorizer: Authorizer,
    private readonly replica: TreeReplica,
    private readonly runner: RebuildRunner,
  ) {}

  /** @throws Refusal outside-subtree, no-such-unit, rebuild-months, rebuild-exists, rebuilds-waiting */
  async request(command: CommandRequest, body: RebuildDto): Promise<Answer<RebuildAnswer>> {
    await this.authorizer.requireAnywhere(command.sub, 'operations');
    const { unitId = null, from = null, through = null } = body;
    if (from !== null && through !== null && through < from) throw refused('rebuild-months', 'through');
    if (unitId !== null && !(await this.replica.current()).get(unitId)) throw new Refusal('not-found', 'no-such-unit');
    const id = body.id ?? command.derivedId;
    const months = { from, to: through === null ? null : monthBeside(through, 1) };
    return this.commands.run(command, async (tx) => {
      const { session, now } = tx;
      if (await this.#rebuilds.findOne({ _id: id }, { session })) throw new Refusal('conflict', 'rebuild-exists');
      const open = await this.#rebuilds.countDocuments({ open: true }, { session, limit: MOST_OPEN });
      if (open >= MOST_OPEN) throw new Refusal('conflict', 'rebuilds-waiting', { most: MOST_OPEN });
      const notBefore = body.notBefore === undefined ? null : new Date(body.notBefore);
      const wanted = { id, reason: 'requested' as const, unitId, ...months, by: command.sub, at: now, notBefore };
      const rebuild = newRebuild(wanted);
      await this.#rebuilds.insertOne(rebuild, { session });
      tx.onCommitted(() => void this.runner.ring());
      return answered(202, rebuild, now);
    });
  }

  /** What is done stays done: each slice left its cells right. @throws Refusal no-such-rebuild, rebuild-ended, rebuild-needed */
  async cancel(command: CommandRequest, id: string): Promise<Answer<RebuildAnswer>> {
    await this.authorizer.requireAnywhere(command.sub, 'operations');
    return this.commands.run(command, async ({ session, now }) => {
      const rebuild = await this.#rebuilds.findOne({ _id: id }, { session });
      if (!rebuild) throw new Refusal('not-found', 'no-such-rebuild');
      requireIfMatch(command, rebuild.version);
      if (!rebuild.open) throw new Refusal('conflict', 'rebuild-ended');
      if (rebuild.reason === 'rules') throw new Refusal('conflict', 'rebuild-needed');
      const ended = {
        state: 'cancelled' as const,
        version: rebuild.version + 1,
        cancelledBy: command.sub,
        finishedAt: now,
      };
      await this.#rebuilds.updateOne({ _id: id }, { $set: ended, $unset: { open: '' } }, { session });
      return answered(200, { ...rebuild, ...ended }, now);
    });
  }

  /** @throws Refusal outside-subtree, no-such-rebuild */
  async read(sub: string, id: string): Promise<RebuildAnswer> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const rebuild = await this.#rebuilds.findOne({ _id: id });
    if (!rebuild) throw new Refusal('not-found', 'no-such-rebuild');
    return rebuildAnswer(rebuild, new Date());
  }

  /** Newest first. */
  async list(sub: string, { limit, cursor }: PageQuery): Promise<Page<RebuildAnswer>> {
    await this.authorizer.requireAnywhere(sub, 'operations');
    const before = decodeInstantCursor(cursor);
    const older = before && [{ at: { $lt: before.at } }, { at: before.at, _id: { $lt: before.id } }];
    const found = await this.#rebuilds
      .find(older ? { $or: older } : {})
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(found, limit, (last) => [last.at.getTime(), last._id]);
    const now = new Date();
    return { items: items.map((rebuild) => rebuildAnswer(rebuild, now)), next };
  }

  get #rebuilds() {
    return rebuildsOf(this.store.db);
  }
}

const answered = (status: number, rebuild: Rebuild, now: Date): Answer<RebuildAnswer> => ({
  status,
  body: rebuildAnswer(rebuild, now),
  headers: { ETag: `"${rebuild.version}"` },
});
