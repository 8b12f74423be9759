import { Injectable } from '@nestjs/common';
import { dayOf, type Day } from '#calendar';
import { Refusal, type UnitRecord } from '#contracts';
import { decodeCursor, encodeCursor, pageOf, type Page } from '#http';
import { stateOn, TreeReplica, type Tree } from '#tree';
import type { mongo } from 'mongoose';
import { firstAfter, type Named } from './unit-order.rules.js';
import { codeQuery, isFirstKey, nameQuery } from './unit-search.rules.js';
import { unitOnDate, unitView, type UnitOnDate, type UnitView } from './unit-view.js';
import { UnitsStore, type UnitKeyDocument } from './units.store.js';

export type Slice = { limit: number; cursor?: string };

/** Keys that begin with `query` and hold on the day; `after` the place to go on from. Exported for the explain test. */
export function searchFilters(
  query: string,
  day: Day,
  after?: [key: string, unit: string],
): mongo.Filter<UnitKeyDocument>[] {
  const end = `${query}\u{10ffff}`;
  const holds = { from: { $lte: day }, to: { $gt: day } };
  if (!after) return [{ key: { $gte: query, $lt: end }, ...holds }];
  const [key, unit] = after;
  // Two ranges instead of an $or: each is read in the order of the index.
  return [
    { key, unit: { $gt: unit }, ...holds },
    { key: { $gt: key, $lt: end }, ...holds },
  ];
}

/** Reads of units and the tree, all on a date. */
@Injectable()
export class UnitsReader {
  constructor(
    private readonly trees: TreeReplica,
    private readonly store: UnitsStore,
  ) {}

  /** @throws Refusal `no-such-unit` (404) */
  async unit(id: string, on: string): Promise<UnitView> {
    const { record } = await this.#known(id);
    return unitView(record, on);
  }

  /** Units directly below it that live on the day, by name. */
  async children(id: string, on: string, slice: Slice): Promise<Page<UnitOnDate>> {
    const { tree } = await this.#known(id);
    const day = dayOf(on);
    const below = tree.children(id).filter((child) => tree.parentOn(child, day) === id);
    return this.#page(tree, below, on, slice);
  }

  /** The unit and all below it that live on the day, by name. */
  async subtree(id: string, on: string, slice: Slice): Promise<Page<UnitOnDate>> {
    const { tree } = await this.#known(id);
    return this.#page(tree, tree.subtree(id, dayOf(on)), on, slice);
  }

  /** The units above it on the day, the nearest first. */
  async ancestors(id: string, on: string): Promise<UnitOnDate[]> {
    const { tree } = await this.#known(id);
    const above = tree.path(id, dayOf(on)).slice(1);
    return above.flatMap((ancestor) => {
      const record = tree.get(ancestor);
      return record ? [unitOnDate(record, on)] : [];
    });
  }

  /** Units that live on the day and whose name has the words, or whose code begins so; all, by code, without either. */
  async search(wanted: { q?: string; code?: string }, on: string, slice: Slice): Promise<Page<UnitOnDate>> {
    if (wanted.q !== undefined && wanted.code !== undefined) throw new Refusal('unprocessable', 'one-search-only');
    const query = wanted.q === undefined ? codeQuery(wanted.code ?? '') : nameQuery(wanted.q);
    const after = decodeCursor(slice.cursor, 2)?.map(String) as [string, string] | undefined;
    const tree = await this.trees.current();
    const rows = await this.#find(query, dayOf(on), slice.limit + 1, after, tree);
    const page = pageOf(rows, slice.limit, ({ key, unit }) => [key, unit]);
    return { items: page.items.map(({ record }) => unitOnDate(record, on)), next: page.next };
  }

  async #find(query: string, day: Day, count: number, after: [string, string] | undefined, tree: Tree) {
    const found: { key: string; unit: string; record: UnitRecord }[] = [];
    for (const filter of searchFilters(query, day, after)) {
      const cursor = this.store.keys.find(filter, { projection: { _id: 0, key: 1, unit: 1 }, batchSize: count });
      for await (const { key, unit } of cursor.sort({ key: 1, unit: 1 })) {
        const record = tree.get(unit);
        // Not in the tree: it was created since; the next search has it.
        if (!record || !isFirstKey(record, key, query, day)) continue;
        found.push({ key, unit, record });
        if (found.length === count) return found;
      }
    }
    return found;
  }

  async #known(id: string): Promise<{ tree: Tree; record: UnitRecord }> {
    const tree = await this.trees.current();
    const record = tree.get(id);
    if (!record) throw new Refusal('not-found', 'no-such-unit');
    return { tree, record };
  }

  #page(tree: Tree, ids: readonly string[], on: string, { limit, cursor }: Slice): Page<UnitOnDate> {
    const key = decodeCursor(cursor, 2)?.map(String);
    const after: Named | undefined = key && { name: key[0] as string, id: key[1] as string };
    const rows = firstAfter(living(tree, ids, on), limit + 1, after);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(({ record }) => unitOnDate(record, on)),
      next: rows.length > limit && last ? encodeCursor([last.name, last.id]) : null,
    };
  }
}

function* living(tree: Tree, ids: readonly string[], on: string): Generator<Named & { record: UnitRecord }> {
  const day = dayOf(on);
  for (const id of ids) {
    const record = tree.get(id);
    if (!record || !tree.aliveOn(id, day)) continue;
    yield { id, name: nameOn(record, day), record };
  }
}

/** Of most units there is one state; a page of a large subtree looks at the name of every unit in it. */
const nameOn = (record: UnitRecord, day: Day): string =>
  (record.stretches.length === 1 ? record.stretches[0] : stateOn(record, day))?.name ?? '';
