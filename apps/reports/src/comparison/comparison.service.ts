import type { Calendar, Period } from '#calendar';
import type { ActStep } from '#contracts';
import { Injectable } from '@nestjs/common';
import type { Measure, RoundingMode } from '../catalogue/measures.rules.js';
import { pastOf } from '../known/past.js';
import type { Lens, LensView } from '../lenses/lens.rules.js';
import { freshnessOf, type Freshness } from '../rollups/freshness.rules.js';
import { Rollups } from '../rollups/rollups.service.js';
import { labelOf, type UnitLabel } from '../rollups/rows.rules.js';
import { Snapshots, type Snapshot } from '../rollups/snapshots.js';
import type { Viewer } from '../suppression/suppression.js';
import { actsOf, changeKey } from './acts-of-changes.reader.js';
import { compared, type Compared } from './compared.rules.js';
import { changesBetween, type UnitChange, type UnitChangePosition } from './unit-changes.rules.js';

export type ComparisonRequest = {
  unitId: string;
  period: Period;
  against: Period;
  calendar: Calendar;
  measures: readonly Measure[];
  rounding?: RoundingMode | undefined;
  lens: Lens;
  knownAt?: Date | undefined;
  limit: number;
  after: UnitChangePosition | null;
  viewer: Viewer;
};

export type ChangedUnit = UnitChange & { unit: UnitLabel; act?: ActStep };
export type Comparison = {
  unit: UnitLabel;
  view: LensView;
  figures: Compared[];
  changed: number;
  items: ChangedUnit[];
  next: UnitChangePosition | null;
  freshness: Freshness;
};

/** Figures of one period against an earlier one, in one snapshot and one tree. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly rollups: Rollups,
  ) {}

  read(request: ComparisonRequest): Promise<Comparison> {
    return this.snapshots.read(async (now) => this.#readIn(await pastOf(now, request.knownAt), request));
  }

  async #readIn(snapshot: Snapshot, request: ComparisonRequest): Promise<Comparison> {
    const { unitId, period, against, measures, rounding, limit } = request;
    const asked = { ...request, by: 'total' as const, after: null, wait: 0 };
    const now = await this.rollups.readIn(snapshot, asked);
    const before = await this.rollups.readIn(snapshot, { ...asked, period: against });
    const days = { from: against.from, to: Math.max(period.to, against.to) };
    const changes = changesBetween(snapshot.base, now.view.tree, unitId, days);
    const rest = request.after ? changes.filter((one) => isAfter(one, request.after)) : changes;
    const page = rest.slice(0, limit);
    const acts = await actsOf(snapshot, page);
    const last = page.at(-1);
    return {
      unit: labelOf(now.view.tree, unitId, period),
      view: now.view,
      figures: measures.flatMap((measure, at) => {
        const [one, other] = [now.figures[at], before.figures[at]];
        return one && other ? compared(measure, one, other, rounding) : [];
      }),
      changed: changes.length,
      items: page.map((one) => {
        const act = acts.get(changeKey(one));
        return { ...one, unit: labelOf(snapshot.base, one.unitId, period), ...(act ? { act } : {}) };
      }),
      next: last && rest.length > page.length ? { day: last.day, unitId: last.unitId } : null,
      freshness: freshnessOf(snapshot.progress, snapshot.at),
    };
  }
}

const isAfter = ({ day, unitId }: UnitChange, after: UnitChangePosition | null): boolean =>
  after === null || day > after.day || (day === after.day && unitId > after.unitId);
