import { localDayOf } from '#calendar';
import { Authorizer, decodeCursor, pageOf } from '#http';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Injectable } from '@nestjs/common';
import type { CasesPage, CasesQuery } from './cases.dto.js';
import { CASES } from './cases.migration.js';

/** A case as stored. */
export interface CaseDocument {
  _id: string;
  unitId: string;
  /** Local date. */
  openedOn: string;
}

/** Reads of cases, each for who may read inspection at the unit. */
@Injectable()
export class CasesReader {
  constructor(
    private readonly store: Store,
    private readonly authorizer: Authorizer,
    private readonly trees: TreeReplica,
  ) {}

  /** Cases of the unit and all below it today, in the order in which they were opened. */
  async list(sub: string, { unit, limit, cursor }: CasesQuery): Promise<CasesPage> {
    await this.authorizer.require(sub, 'inspection:read', unit);
    const tree = await this.trees.current();
    const units = new Set(tree.subtree(unit, localDayOf(new Date())));
    const found: CaseDocument[] = [];
    // Cases are few beside units: walking through them is cheaper than naming up to 250,000 units to MongoDB.
    for await (const one of this.#after(cursor)) {
      if (units.has(one.unitId)) found.push(one);
      if (found.length > limit) break;
    }
    const { items, next } = pageOf(found, limit, (one) => [one.openedOn, one._id]);
    return { items: items.map((one) => ({ id: one._id, unitId: one.unitId, openedOn: one.openedOn })), next };
  }

  #after(cursor: string | undefined): AsyncIterable<CaseDocument> {
    const key = decodeCursor(cursor, 2)?.map(String);
    const [openedOn, id] = key ?? [];
    const filter = key ? { $or: [{ openedOn: { $gt: openedOn } }, { openedOn, _id: { $gt: id } }] } : {};
    return this.store.db.collection<CaseDocument>(CASES).find(filter).sort({ openedOn: 1, _id: 1 });
  }
}
