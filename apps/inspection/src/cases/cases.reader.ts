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
    const [openedOn, id] = decodeCursor(cursor, 2) ?? [];
    const after = cursor && { $or: [{ openedOn: { $gt: String(openedOn) } }, { openedOn, _id: { $gt: String(id) } }] };
    const found = await this.store.db
      .collection<CaseDocument>(CASES)
      .find({ unitId: { $in: tree.subtree(unit, localDayOf(new Date())) }, ...(after as object) })
      .sort({ openedOn: 1, _id: 1 })
      .limit(limit + 1)
      .toArray();
    const { items, next } = pageOf(found, limit, (one) => [one.openedOn, one._id]);
    return { items: items.map((one) => ({ id: one._id, unitId: one.unitId, openedOn: one.openedOn })), next };
  }
}
