import type { Period } from '#calendar';
import { Injectable } from '@nestjs/common';
import { CompletenessReader, type CountedCompleteness } from './completeness.reader.js';
import { freshnessOf, type Freshness } from './freshness.rules.js';
import { missingPage, type MissingBranch, type MissingPosition } from './missing.rules.js';
import { requireUnit } from './rollups.service.js';
import { labelOf, type UnitLabel } from './rows.rules.js';
import { Snapshots } from './snapshots.js';

export type MissingRequest = { unitId: string; period: Period; after: MissingPosition | null; limit: number };

export type MissingPage = {
  unit: UnitLabel;
  treeRevision: number;
  missing: number;
  completeness: CountedCompleteness;
  items: MissingBranch[];
  next: MissingPosition | null;
  freshness: Freshness;
};

/** Which branches miss a period: those that its completeness expects and does not find, counted in one snapshot. */
@Injectable()
export class MissingBranches {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly completeness: CompletenessReader,
  ) {}

  read(request: MissingRequest): Promise<MissingPage> {
    return this.snapshots.read(async (snapshot) => {
      const { tree, progress, at } = snapshot;
      const { unitId, period, after, limit } = request;
      requireUnit(tree, unitId);
      const { missing, ...completeness } = await this.completeness.branches(snapshot, unitId, period);
      return {
        unit: labelOf(tree, unitId, period),
        treeRevision: tree.revision,
        missing: missing.size,
        completeness: { ...completeness, asOf: at },
        ...missingPage(tree, request, missing, after, limit),
        freshness: freshnessOf(progress, at),
      };
    });
  }
}
