import './unit.texts.js';
import { Module } from '@nestjs/common';
import { UnitReadsController } from './unit-reads.controller.js';
import { UnitsController } from './units.controller.js';
import { UnitsReader } from './units.reader.js';
import { TreeLock } from './tree-lock.js';
import { Units } from './units.service.js';
import { UnitsStore } from './units.store.js';

@Module({
  controllers: [UnitsController, UnitReadsController],
  providers: [Units, UnitsReader, UnitsStore, TreeLock],
  exports: [UnitsStore, TreeLock],
})
export class UnitsModule {}
