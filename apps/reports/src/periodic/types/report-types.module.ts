import './report-types.texts.js';
import { Module } from '@nestjs/common';
import { CalendarsModule } from '../../calendars/calendars.module.js';
import { ReportTypesController } from './report-types.controller.js';
import { ReportTypes } from './report-types.js';
import { ReportTypesService } from './report-types.service.js';

/** Report types as data; figures and catalogue ask it for the measures that are entered by hand. */
@Module({
  imports: [CalendarsModule],
  controllers: [ReportTypesController],
  providers: [ReportTypes, ReportTypesService],
  exports: [ReportTypes],
})
export class ReportTypesModule {}
