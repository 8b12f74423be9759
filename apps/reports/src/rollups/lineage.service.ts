import type { Calendar } from '#calendar';
import { Injectable } from '@nestjs/common';
import { figureOf, type Figure } from '../catalogue/measures.rules.js';
import { Suppression, type Viewer } from '../suppression/suppression.js';
import { readWants } from './cells.reader.js';
import { freshnessOf, type Freshness } from './freshness.rules.js';
import { readLineage, type LineageItem } from './lineage.reader.js';
import { kindsOf, type LineagePosition, type LineageQuery } from './lineage.rules.js';
import { requireUnit } from './rollups.service.js';
import { labelOf, type UnitLabel } from './rows.rules.js';
import { Snapshots } from './snapshots.js';

export type LineageRequest = LineageQuery & {
  calendar: Calendar;
  limit: number;
  after: LineagePosition | null;
  viewer: Viewer;
};

/** One page of the facts behind a figure, with the figure itself, of one snapshot. */
export type LineagePage = {
  unit: UnitLabel;
  treeRevision: number;
  figure: Figure;
  items: LineageItem[];
  /** Whether the counts of a fact of this unit may be shown. */
  shows: (unitId: string) => boolean;
  next: LineagePosition | null;
  freshness: Freshness;
};

const TOTAL = 'total';

/** Explains a figure by the contributions it is the sum of. */
@Injectable()
export class Lineage {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly suppression: Suppression,
  ) {}

  read(request: LineageRequest): Promise<LineagePage> {
    return this.snapshots.read(async (snapshot) => {
      const { unitId, period, measure, limit, after } = request;
      const { tree, progress, at } = snapshot;
      requireUnit(tree, unitId);
      const buckets = await readWants(snapshot, [{ bucket: TOTAL, unit: unitId, spans: [period] }]);
      const found = await readLineage(snapshot, request, after, limit + 1);
      const items = found.slice(0, limit);
      const units = items.map(({ p }) => p.u);
      const shows = await this.suppression.ofLineage(snapshot, request.viewer, { unitId, period, measure, units });
      const last = items.at(-1);
      return {
        unit: labelOf(tree, unitId, period),
        treeRevision: tree.revision,
        figure: figureOf(measure, buckets.get(TOTAL) ?? new Map(), kindsOf(request)),
        items,
        shows,
        next: found.length > limit && last ? { day: last.p.d, factId: last._id } : null,
        freshness: freshnessOf(progress, at),
      };
    });
  }
}
