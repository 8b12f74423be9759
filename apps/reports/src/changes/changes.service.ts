import { Injectable } from '@nestjs/common';
import type { Period } from '#calendar';
import { MEETING_KINDS } from '#contracts';
import { figureOf, type Figure, type Measure, type RoundingMode, type Sides } from '../catalogue/measures.rules.js';
import { settledThrough } from '../known/settled.rules.js';
import { readWants } from '../rollups/cells.reader.js';
import { needsOf, sumsOfTotal, wantsOf } from '../rollups/rollup.rules.js';
import { requireUnit } from '../rollups/rollups.service.js';
import { labelOf, type UnitLabel } from '../rollups/rows.rules.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import { Suppression, type Viewer } from '../suppression/suppression.js';
import {
  Account,
  type ActTotal,
  type Change,
  type ChangePosition,
  type KindTotal,
  type Window,
} from './account.rules.js';
import { readChanges } from './changes.reader.js';
import { ChangesLimits } from './limits.js';
import { windowOf } from './window.rules.js';

export type ChangesRequest = {
  unitId: string;
  period: Period;
  measures: readonly Measure[];
  rounding?: RoundingMode | undefined;
  from: Date;
  /** The newest settled instant when there is none. */
  to?: Date | undefined;
  limit: number;
  after: ChangePosition | null;
  viewer: Viewer;
};

/** A figure at both instants, and by how much and why it changed. */
export type ChangedFigure = {
  measure: Measure;
  before: Figure;
  after: Figure;
  change: Sides;
  kinds: KindTotal[];
  acts: ActTotal[];
};

export type Changes = {
  unit: UnitLabel;
  treeRevision: number;
  window: Window;
  settled: Date;
  figures: ChangedFigure[];
  items: Change[];
  next: ChangePosition | null;
};

/** What moved figures between two settled instants, and why, adding up to the difference (README.md). */
@Injectable()
export class ChangesService {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly suppression: Suppression,
    private readonly limits: ChangesLimits,
  ) {}

  read(request: ChangesRequest): Promise<Changes> {
    return this.snapshots.read((snapshot) => this.#readIn(snapshot, request));
  }

  async #readIn(snapshot: Snapshot, request: ChangesRequest): Promise<Changes> {
    const { unitId, period, measures, rounding } = request;
    requireUnit(snapshot.tree, unitId);
    this.suppression.requireSight(snapshot, request.viewer, unitId, measures);
    const settled = settledThrough(snapshot.progress);
    const window = windowOf(request.from, request.to, settled);
    const account = new Account(measures, window, request);
    await readChanges(snapshot, { unitId, period, measures, since: window.from }, account, this.limits);
    const now = sumsOfTotal(await readWants(snapshot, wantsOf(unitId, period, [], [], needsOf(measures))));
    const { before, after } = account.bothEnds(now);
    const figures = measures.map((measure) => ({
      measure,
      before: figureOf(measure, before, MEETING_KINDS, rounding),
      after: figureOf(measure, after, MEETING_KINDS, rounding),
      change: account.changeOf(measure),
      kinds: account.kindsOf(measure),
      acts: account.actsOf(measure),
    }));
    const unit = labelOf(snapshot.tree, unitId, period);
    return { unit, treeRevision: snapshot.tree.revision, window, settled, figures, ...account.rows() };
  }
}
