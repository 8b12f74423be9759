import { dateOf } from '#calendar';
import { ImpactCounters, sumOver, type ImpactCounter, type Touched } from '#impacts';
import { Store } from '#mongo';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { mongo } from 'mongoose';
import { MEETINGS, type MeetingDocument } from '../meetings/meeting.schema.js';
import { OPINIONS, type OpinionDocument } from '../opinions/opinion-state.js';
import { RESOLUTIONS, type ResolutionDocument } from '../resolutions/resolution-state.js';

/** What an act touches here: planned meetings from its day on, tasks that are open, opinions that are open. */
@Injectable()
export class MeetingsImpact implements ImpactCounter, OnModuleInit {
  constructor(
    private readonly store: Store,
    private readonly counters: ImpactCounters,
  ) {}

  onModuleInit(): void {
    this.counters.add(this);
  }

  async count({ unitIds, effective }: Touched): Promise<Record<string, number>> {
    const { db } = this.store;
    const from = { $gte: dateOf(effective) };
    const meetings = db.collection<MeetingDocument>(MEETINGS);
    const opinions = db.collection<OpinionDocument>(OPINIONS);
    return {
      'meetings-planned': await sumOver(unitIds, (among) =>
        meetings.countDocuments({
          state: 'planned',
          date: from,
          $or: [{ unitIds: among }, { 'followed.units': among }],
        }),
      ),
      'opinions-open': await sumOver(unitIds, (among) =>
        opinions.countDocuments({
          state: 'open',
          $or: [{ unitId: among }, { 'lying.unitId': among }, { 'followed.units': among }],
        }),
      ),
      'tasks-open': await sumOver(unitIds, (among) => openTasks(db, among)),
    };
  }
}

/** Those of resolutions of these units, and those that these units have to do. */
async function openTasks(db: mongo.Db, among: { $in: string[] }): Promise<number> {
  const open = { 'tasks.doneOn': null, 'tasks.droppedOn': null };
  const lying = [{ unitId: among }, { 'held.unitId': among }, { 'followed.units': among }];
  const [found] = await db
    .collection<ResolutionDocument>(RESOLUTIONS)
    .aggregate<{ n: number }>([
      { $match: { state: 'adopted', $or: [...lying, { 'tasks.assignee.id': among }] } },
      { $unwind: '$tasks' },
      { $match: { ...open, $or: [...lying, { 'tasks.assignee.id': among }] } },
      { $count: 'n' },
    ])
    .toArray();
  return found?.n ?? 0;
}
