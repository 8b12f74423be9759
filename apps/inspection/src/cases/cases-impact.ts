import { ImpactCounters, sumOver, type ImpactCounter, type Touched } from '#impacts';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { CASES, type CaseDocument } from './case.schema.js';

/** What an act touches here: cases that are not closed, of its units or carried out by them, and obligations to fulfil. */
@Injectable()
export class CasesImpact implements ImpactCounter, OnModuleInit {
  constructor(
    @InjectModel(CASES) private readonly cases: Model<CaseDocument>,
    private readonly counters: ImpactCounters,
  ) {}

  onModuleInit(): void {
    this.counters.add(this);
  }

  async count({ unitIds }: Touched): Promise<Record<string, number>> {
    const standing = { state: { $in: ['opened' as const, 'concluded' as const] } };
    return {
      'cases-open': await sumOver(unitIds, (among) =>
        this.cases.countDocuments({
          ...standing,
          $or: [{ unitId: among }, { committeeId: among }, { 'followed.units': among }],
        }),
      ),
      'obligations-open': await sumOver(unitIds, async (among) => {
        const [found] = await this.cases.aggregate<{ n: number }>([
          { $match: { ...standing, 'obligations.responsibleUnitId': among } },
          { $unwind: '$obligations' },
          { $match: { 'obligations.responsibleUnitId': among, 'obligations.fulfilledOn': null } },
          { $count: 'n' },
        ]);
        return found?.n ?? 0;
      }),
    };
  }
}
