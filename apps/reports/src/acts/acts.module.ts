import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars/calendars.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { RollupsModule } from '../rollups/rollups.module.js';
import { ActTotalsController } from './act-totals.controller.js';
import { ActTotalsService } from './act-totals.service.js';

/** Acts of reorganisation before they are applied: what they would make of the figures. */
@Module({
  imports: [CalendarsModule, CatalogueModule, RollupsModule],
  controllers: [ActTotalsController],
  providers: [ActTotalsService],
})
export class ActsModule {}
