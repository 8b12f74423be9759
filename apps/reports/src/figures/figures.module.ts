import { TreeModule } from '#tree';
import { Module } from '@nestjs/common';
import { ContributionsApplier } from './contributions.applier.js';
import { Derivation } from './derivation.js';
import { FactTurns } from './fact-turns.js';
import { FiguresHandler } from './figures.handler.js';
import { IdleShards } from './idle-shards.js';
import { FiguresMetrics } from './figures.metrics.js';
import { TreeApplier } from './tree.applier.js';
import { TreeLogApplier } from './tree-log.applier.js';

/** The write side of figures. */
@Module({
  imports: [TreeModule],
  providers: [Derivation, ContributionsApplier, TreeLogApplier, TreeApplier, FactTurns, IdleShards, FiguresMetrics],
  exports: [Derivation],
  controllers: [FiguresHandler],
})
export class FiguresModule {}
