import './rebuilds.texts.js';
import { TreeModule } from '#tree';
import { Module } from '@nestjs/common';
import { FiguresModule } from '../figures/figures.module.js';
import { Rederivation } from '../rederive/rederivation.js';
import { RebuildRunner } from './rebuild-runner.js';
import { RebuildsController } from './rebuilds.controller.js';
import { RebuildsService } from './rebuilds.service.js';

/** Rebuild of cells in place, and the change to other rules. */
@Module({
  imports: [TreeModule, FiguresModule],
  providers: [RebuildRunner, RebuildsService, Rederivation],
  controllers: [RebuildsController],
})
export class RebuildModule {}
