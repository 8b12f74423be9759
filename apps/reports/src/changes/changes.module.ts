import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars/calendars.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { RollupsModule } from '../rollups/rollups.module.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { ChangesLimits } from './limits.js';

/** What moved figures, and why. */
@Module({
  imports: [CalendarsModule, CatalogueModule, RollupsModule],
  controllers: [ChangesController],
  providers: [ChangesService, ChangesLimits],
})
export class ChangesModule {}
