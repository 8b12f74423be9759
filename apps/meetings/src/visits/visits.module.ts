import './visits.texts.js';
import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { PlanFacts } from './plan-facts.js';
import { PlanKeeping } from './plan-keeping.js';
import { VisitFacts } from './visit-facts.js';
import { VisitPlansController } from './visit-plans.controller.js';
import { VisitPlansReader } from './visit-plans.reader.js';
import { VisitPlansService } from './visit-plans.service.js';
import { VisitsController } from './visits.controller.js';
import { VisitsFollower } from './visits.follower.js';
import { VisitsReader } from './visits.reader.js';
import { VisitsService } from './visits.service.js';

@Module({
  imports: [FactsModule, MeetingsModule],
  controllers: [VisitsController, VisitPlansController],
  providers: [
    VisitFacts,
    PlanFacts,
    PlanKeeping,
    VisitsFollower,
    VisitsService,
    VisitsReader,
    VisitPlansService,
    VisitPlansReader,
  ],
})
export class VisitsModule {}
