import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars/calendars.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { RollupsModule } from '../rollups/rollups.module.js';
import { ComparisonController } from './comparison.controller.js';
import { ComparisonService } from './comparison.service.js';

/** One period against an earlier one, with what became of units in between. */
@Module({
  imports: [CalendarsModule, CatalogueModule, RollupsModule],
  controllers: [ComparisonController],
  providers: [ComparisonService],
})
export class ComparisonModule {}
