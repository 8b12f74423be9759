import { dateOf, periodsOfYear, type Calendar, type Day, type Period } from '#calendar';
import { ImpactCounters, sumOver, type ImpactCounter, type Touched } from '#impacts';
import { TreeReplica } from '#tree';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { Calendars } from '../../calendars/calendars.js';
import { versionInForce } from '../types/report-type.rules.js';
import { ReportTypes } from '../types/report-types.js';
import { reportsIn } from './report.rules.js';
import { REPORTS, type ReportDocument } from './report.schema.js';

/**
 * What an act touches here: drafts for periods that begin on its day or later, reports handed in for periods that reach its
 * day, and how many reports its units owe for the periods in which it falls.
 */
@Injectable()
export class ReportsImpact implements ImpactCounter, OnModuleInit {
  constructor(
    @InjectModel(REPORTS) private readonly reports: Model<ReportDocument>,
    private readonly types: ReportTypes,
    private readonly calendars: Calendars,
    private readonly trees: TreeReplica,
    private readonly counters: ImpactCounters,
  ) {}

  onModuleInit(): void {
    this.counters.add(this);
  }

  async count({ unitIds, effective }: Touched): Promise<Record<string, number>> {
    const day = dateOf(effective);
    const lying = { $in: ['draft' as const, 'returned' as const] };
    const given = { $in: ['submitted' as const, 'accepted' as const] };
    return {
      'report-drafts': await sumOver(unitIds, (unitId) =>
        this.reports.countDocuments({ unitId, state: lying, 'period.from': { $gte: day } }),
      ),
      'reports-handed-in': await sumOver(unitIds, (unitId) =>
        this.reports.countDocuments({ unitId, state: given, 'period.to': { $gt: day } }),
      ),
      'reports-due': await this.#due(unitIds, effective),
    };
  }

  async #due(unitIds: readonly string[], day: Day): Promise<number> {
    const tree = await this.trees.current();
    let due = 0;
    for (const { type, period } of await this.#askedOn(day))
      due += unitIds.filter((unitId) => reportsIn(tree.get(unitId), type.levels, period)).length;
    return due;
  }

  /** Each type with its period of the day. */
  async #askedOn(day: Day) {
    const asked = [];
    for (const code of await this.types.codes()) {
      const versions = await this.types.versions(code);
      const [first] = versions;
      const period = first && periodOn(day, first.periodKind, await this.calendars.named(first.calendar));
      const type = period && versionInForce(versions, period.from);
      if (type && period) asked.push({ type, period });
    }
    return asked;
  }
}

/** The period of a kind in which a day lies, of the year as the calendar has it; of a list perhaps none. */
function periodOn(day: Day, kind: string, calendar: Calendar): Period | undefined {
  const year = Number(dateOf(day).slice(0, 4));
  return [year - 1, year, year + 1]
    .flatMap((each) => periodsOfYear(calendar, each))
    .find((period) => period.kind === kind && period.from <= day && day < period.to);
}
