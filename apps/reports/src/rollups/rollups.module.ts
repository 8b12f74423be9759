import '../exports/tables.texts.js';
import { Module } from '@nestjs/common';
import { CalendarsModule } from '../calendars/calendars.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { TodayAhead } from '../lenses/today-ahead.js';
import { CompletenessReader } from './completeness.reader.js';
import { MissingController } from './missing.controller.js';
import { MissingBranches } from './missing.reader.js';
import { LineageController } from './lineage.controller.js';
import { Lineage } from './lineage.service.js';
import { ReceiptPoller } from './receipt-poller.js';
import { ReceiptsController } from './receipts.controller.js';
import { Receipts } from './receipts.js';
import { Suppression } from '../suppression/suppression.js';
import { RollupsController } from './rollups.controller.js';
import { Rollups } from './rollups.service.js';
import { Snapshots } from './snapshots.js';

/** Reads of the figures. Needs Store, TreeReplica and Authorizer from the app. */
@Module({
  imports: [CatalogueModule, CalendarsModule],
  controllers: [RollupsController, LineageController, MissingController, ReceiptsController],
  providers: [
    Snapshots,
    TodayAhead,
    CompletenessReader,
    ReceiptPoller,
    Receipts,
    Rollups,
    Lineage,
    MissingBranches,
    Suppression,
  ],
  exports: [Rollups, Snapshots, Suppression],
})
export class RollupsModule {}
