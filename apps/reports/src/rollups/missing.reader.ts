import type { Period } from '#calendar';
import { Injectable } from '@nestjs/common';
import { pastOf } from '../known/past.js';
import { viewIn, type Lens, type LensView } from '../lenses/lens.rules.js';
import { CompletenessReader, type CountedCompleteness } from './completeness.reader.js';
import { freshnessOf, type Freshness } from './freshness.rules.js';
import { missingPage, type MissingBranch, type MissingPosition } from './missing.rules.js';
import { requireUnit } from './rollups.service.js';
import { labelOf, type UnitLabel } from './rows.rules.js';
import { Snapshots } from './snapshots.js';

export type MissingRequest = {
  unitId: string;
  period: Period;
  lens: Lens;
  knownAt?: Date | undefined;
  after: MissingPosition | null;
  limit: number;
};

export type MissingPage = {
  unit: UnitLabel;
  view: LensView;
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
    return this.snapshots.read(async (now) => {
      const { unitId, period, lens, knownAt, after, limit } = request;
      const snapshot = await pastOf(now, knownAt);
      const { progress, at } = snapshot;
      const view = viewIn(snapshot, lens);
      const { tree } = view;
      requireUnit(tree, unitId);
      const { missing, ...completeness } = await this.completeness.branches(snapshot, tree, unitId, period);
      return {
        unit: labelOf(tree, unitId, period),
        view,
        missing: missing.size,
        completeness: { ...completeness, asOf: view.knownAt ?? at },
        ...missingPage(tree, request, missing, after, limit),
        freshness: freshnessOf(progress, at),
      };
    });
  }
}
