import { TreeModule } from '#tree';
import { Module } from '@nestjs/common';
import { ContributionsApplier } from './contributions.applier.js';
import { FiguresHandler } from './figures.handler.js';
import { FiguresMetrics } from './figures.metrics.js';
import { TreeApplier } from './tree.applier.js';
import { TreeLogApplier } from './tree-log.applier.js';

/** The write side of figures. */
@Module({
  imports: [TreeModule],
  providers: [ContributionsApplier, TreeLogApplier, TreeApplier, FiguresMetrics],
  controllers: [FiguresHandler],
})
export class FiguresModule {}
