import { Module } from '@nestjs/common';
import { RollupsModule } from '../rollups/rollups.module.js';
import { DifferencesStore } from '../reconciliation/differences.store.js';
import { RunsStore } from '../reconciliation/runs.store.js';
import { TruthController } from './truth.controller.js';
import { TruthReader } from './truth.reader.js';

/** The page of truth: whether every accepted fact is accounted for. */
@Module({
  imports: [RollupsModule],
  controllers: [TruthController],
  providers: [TruthReader, RunsStore, DifferencesStore],
})
export class TruthModule {}
