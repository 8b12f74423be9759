import '../exports/tables.texts.js';
import { Module } from '@nestjs/common';
import { ReportTypesModule } from '../periodic/types/report-types.module.js';
import { Catalogue } from './catalogue.js';
import { CatalogueController } from './catalogue.controller.js';
import { EventsPageController } from './events-page.controller.js';

/** Reference data: what can be asked, and the document of the events. */
@Module({
  imports: [ReportTypesModule],
  controllers: [CatalogueController, EventsPageController],
  providers: [Catalogue],
  exports: [Catalogue],
})
export class CatalogueModule {}
