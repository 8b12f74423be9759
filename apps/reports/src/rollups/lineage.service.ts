import type { Calendar } from '#calendar';
import { Injectable } from '@nestjs/common';
import { figureOf, type Figure } from '../catalogue/measures.rules.js';
import { PEOPLE } from '../figures/measure-keys.js';
import { pastOf } from '../known/past.js';
import { AS_WAS, viewIn, type Lens, type LensView } from '../lenses/lens.rules.js';
import { readPlaced } from '../lenses/placed.reader.js';
import { Suppression, type Viewer } from '../suppression/suppression.js';
import type { Buckets } from './cells.rules.js';
import { freshnessOf, type Freshness } from './freshness.rules.js';
import { readLineage } from './lineage.reader.js';
import {
  kindsOf,
  positionOf,
  requireKind,
  type LineageItem,
  type LineagePosition,
  type LineageQuery,
} from './lineage.rules.js';
import { readPeople } from './people.reader.js';
import { requireCountable } from './people.rules.js';
import { needsOf, sumsOfTotal, wantsOf, type People } from './rollup.rules.js';
import { requireUnit } from './rollups.service.js';
import { labelOf, type UnitLabel } from './rows.rules.js';
import { Snapshots } from './snapshots.js';

export type LineageRequest = LineageQuery & {
  calendar: Calendar;
  /** As was, when none is named. */
  lens?: Lens | undefined;
  knownAt?: Date | undefined;
  limit: number;
  after: LineagePosition | null;
  viewer: Viewer;
};

/** One page of the facts behind a figure, with the figure itself, of one snapshot. */
export type LineagePage = {
  unit: UnitLabel;
  view: LensView;
  figure: Figure;
  items: LineageItem[];
  /** Whether the counts of a fact of this unit may be shown. */
  shows: (unitId: string) => boolean;
  next: LineagePosition | null;
  freshness: Freshness;
};

const totalFigure = (query: LineageQuery, buckets: Buckets, people: People | undefined): Figure => {
  const sums = new Map(sumsOfTotal(buckets));
  if (people) sums.set(PEOPLE, people.total);
  return figureOf(query.measure, sums, kindsOf(query), query.rounding);
};

/** Explains a figure by the contributions it is the sum of. */
@Injectable()
export class Lineage {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly suppression: Suppression,
  ) {}

  read(request: LineageRequest): Promise<LineagePage> {
    return this.snapshots.read(async (now) => {
      const { unitId, period, measure, lens = AS_WAS, knownAt, limit, after } = request;
      const snapshot = await pastOf(now, knownAt);
      const { progress, at } = snapshot;
      const view = viewIn(snapshot, lens);
      const { tree } = view;
      requireUnit(tree, unitId);
      requireKind(request);
      const buckets = await readPlaced(snapshot, tree, wantsOf(unitId, period, [], [], needsOf([measure])));
      if (measure.kind === 'distinct') requireCountable(period, sumsOfTotal(buckets));
      const people =
        measure.kind === 'distinct' ? await readPeople(snapshot, tree, { ...request, rows: [] }) : undefined;
      const found = await readLineage(snapshot, tree, request, after, limit + 1);
      const items = found.slice(0, limit);
      const units = items.map(({ p }) => p.u);
      const shows = await this.suppression.ofLineage(snapshot, tree, request.viewer, {
        unitId,
        period,
        measure,
        units,
      });
      const last = items.at(-1);
      return {
        unit: labelOf(tree, unitId, period),
        view,
        figure: totalFigure(request, buckets, people),
        items,
        shows,
        next: found.length > limit && last ? positionOf(last) : null,
        freshness: freshnessOf(progress, at),
      };
    });
  }
}
