import '../exports/tables.texts.js';
import './calendars.texts.js';
import { Module } from '@nestjs/common';
import { CalendarsController } from './calendars.controller.js';
import { Calendars } from './calendars.js';
import { CalendarsService } from './calendars.service.js';

/** Calendars as data; everything that is asked for a period asks it what the period is. */
@Module({
  controllers: [CalendarsController],
  providers: [Calendars, CalendarsService],
  exports: [Calendars],
})
export class CalendarsModule {}
