import { localDayOf } from '#calendar';
import type { ActVerb, UnitRecord } from '#contracts';
import { decodeCursor, decodeNumberCursor, invalidCursor, pageOf, type Page } from '#http';
import { Injectable } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { actView, type ActView } from './act-view.js';
import type { ActDocument, ActState, ActVersion } from './act.js';
import { ActsAccess } from './acts-access.js';
import { ActsStore } from './acts.store.js';

type Slice = { limit: number; cursor?: string };
export type ActsWanted = Slice & { state?: ActState; from?: string; to?: string };
export type TouchedUnit = { step: number; id: string; before: UnitRecord | null; after: UnitRecord };
export type EnteredStep = { number: number; step: ActVerb };

/** Reads of acts, for those who may change the tree somewhere: what is planned is not public. */
@Injectable()
export class ActsReader {
  constructor(
    private readonly store: ActsStore,
    private readonly access: ActsAccess,
  ) {}

  /** The latest day first. */
  async list(sub: string, { limit, cursor, state, from, to }: ActsWanted): Promise<Page<ActView>> {
    const filter: mongo.Filter<ActDocument> = {
      ...(state && { state }),
      effective: { $gte: from ?? '', $lt: to ?? '~' },
      ...(await this.access.listed(sub)),
    };
    const key = decodeCursor(cursor, 2);
    if (key?.some((part) => typeof part !== 'string')) throw invalidCursor();
    const [day, id] = (key ?? []).map(String);
    const after = key && { $or: [{ effective: { $lt: day } }, { effective: day, _id: { $gt: id } }] };
    const rows = await this.store.acts
      .find(after ? { $and: [filter, after as mongo.Filter<ActDocument>] } : filter)
      .sort({ effective: -1, _id: 1 })
      .limit(limit + 1)
      .toArray();
    const page = pageOf(rows, limit, ({ effective, _id }) => [effective, _id]);
    return { items: page.items.map((act) => actView(act, today())), next: page.next };
  }

  async one(sub: string, id: string): Promise<ActView> {
    return actView(await this.#get(sub, id), today());
  }

  /** What was entered, in order. */
  async steps(sub: string, id: string, { limit, cursor }: Slice): Promise<Page<EnteredStep>> {
    await this.#get(sub, id);
    const after = cursor === undefined ? -1 : decodeNumberCursor(cursor);
    const rows = await this.store.verbs
      .find({ actId: id, n: { $gt: after } })
      .sort({ n: 1 })
      .limit(limit + 1)
      .toArray();
    const page = pageOf(rows, limit, ({ n }) => [n]);
    return { items: page.items.map(({ n, verb }) => ({ number: n, step: verb })), next: page.next };
  }

  /** The units that the last check without faults would change, or that were changed, in the order of steps. */
  async units(sub: string, id: string, { limit, cursor }: Slice): Promise<Page<TouchedUnit>> {
    const { found } = await this.#get(sub, id);
    const after = decodeNumberCursor(cursor);
    if (found === null || found.faultCount > 0) return { items: [], next: null };
    const rows = await this.store.steps
      .find({ actId: id, k: { $gt: after } })
      .sort({ k: 1 })
      .limit(limit + 1)
      .toArray();
    const page = pageOf(rows, limit, ({ k }) => [k]);
    return {
      items: page.items.map(({ k: step, before, record }) => ({ step, id: record.id, before, after: record })),
      next: page.next,
    };
  }

  async versions(sub: string, id: string, { limit, cursor }: Slice): Promise<Page<Omit<ActVersion, '_id' | 'actId'>>> {
    await this.#get(sub, id);
    const after = decodeNumberCursor(cursor);
    const rows = await this.store.versions
      .find({ actId: id, version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit + 1)
      .toArray();
    const page = pageOf(rows, limit, ({ version }) => [version]);
    const items = page.items.map(({ version, did, actor, at, reason, state }) => ({
      version,
      did,
      actor,
      at,
      reason,
      state,
    }));
    return { items, next: page.next };
  }

  async #get(sub: string, id: string): Promise<ActDocument> {
    await this.access.requireAnywhere(sub);
    const act = await this.store.get(id);
    await this.access.requireRead(sub, act);
    return act;
  }
}

const today = () => localDayOf(new Date());
