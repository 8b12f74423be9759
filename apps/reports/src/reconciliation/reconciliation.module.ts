import './reconciliation.texts.js';
import { TreeModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { RollupsModule } from '../rollups/rollups.module.js';
import { CellsComparer } from './cells.comparer.js';
import { CellsStep } from './cells.step.js';
import { DifferencesStore } from './differences.store.js';
import { DoubtedFacts } from './doubted.reader.js';
import { FactsComparer } from './facts.comparer.js';
import { FactsStep } from './facts.step.js';
import { FoundReader } from './found.reader.js';
import { KeptFacts } from './kept-facts.js';
import { Mender } from './mender.js';
import { ReconciliationMetrics } from './reconciliation.metrics.js';
import { ReconciliationRunner } from './reconciliation.runner.js';
import { NIGHTLY_AT, ReconciliationWorker } from './reconciliation.worker.js';
import { DifferencesController, ReconciliationsController } from './reconciliations.controller.js';
import { ReconciliationsService } from './reconciliations.service.js';
import { Recounter } from './recounter.js';
import { RunsStore } from './runs.store.js';
import type { NightlyAt } from './schedule.rules.js';
import { Sources } from './sources.js';

/** Figures against their sources, and against what they are made of. */
@Module({})
export class ReconciliationModule {
  static forRoot(nightlyAt: NightlyAt = null): DynamicModule {
    return {
      module: ReconciliationModule,
      imports: [TreeModule, RollupsModule],
      controllers: [ReconciliationsController, DifferencesController],
      providers: [
        { provide: NIGHTLY_AT, useValue: nightlyAt },
        Sources,
        KeptFacts,
        FactsComparer,
        CellsComparer,
        DoubtedFacts,
        Mender,
        Recounter,
        FoundReader,
        RunsStore,
        DifferencesStore,
        FactsStep,
        CellsStep,
        ReconciliationRunner,
        ReconciliationWorker,
        ReconciliationsService,
        ReconciliationMetrics,
      ],
      exports: [RunsStore, DifferencesStore],
    };
  }
}
