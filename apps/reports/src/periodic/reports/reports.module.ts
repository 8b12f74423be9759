import './reports.texts.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CalendarsModule } from '../../calendars/calendars.module.js';
import { RollupsModule } from '../../rollups/rollups.module.js';
import { ReportTypesModule } from '../types/report-types.module.js';
import { DerivedFigures } from './derived-figures.js';
import { DraftReportsFollower } from './draft-reports.follower.js';
import { HandedInController } from './handed-in.controller.js';
import { HandedInReader } from './handed-in.reader.js';
import { PrefillController } from './prefill.controller.js';
import { ReportQuestions } from './report-questions.js';
import { ReportWriter } from './report-writer.js';
import { REPORT_VERSIONS, REPORTS, reportSchema, reportVersionSchema } from './report.schema.js';
import { ReportsController } from './reports.controller.js';
import { ReportsReader } from './reports.reader.js';
import { ReportsImpact } from './reports-impact.js';
import { ReportsService } from './reports.service.js';
import { ReviewController } from './review.controller.js';
import { SectionsController } from './sections.controller.js';
import { SectionsReader } from './sections.reader.js';

/** Periodic reports: written by units, handed in, returned or accepted above. */
@Module({
  imports: [
    CalendarsModule,
    RollupsModule,
    ReportTypesModule,
    MongooseModule.forFeature([
      { name: REPORTS, schema: reportSchema },
      { name: REPORT_VERSIONS, schema: reportVersionSchema },
    ]),
  ],
  controllers: [ReportsController, ReviewController, SectionsController, PrefillController, HandedInController],
  providers: [
    ReportWriter,
    DraftReportsFollower,
    ReportsImpact,
    ReportQuestions,
    DerivedFigures,
    ReportsService,
    ReportsReader,
    SectionsReader,
    HandedInReader,
  ],
})
export class ReportsModule {}
