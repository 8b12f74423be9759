import './acts.texts.js';
import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { UnitsModule } from '../units/units.module.js';
import { ActApplier } from './act-applier.js';
import { ActChecker } from './act-checker.js';
import { ActJudge } from './act-judge.js';
import { ActWorker } from './act-worker.js';
import { ActsAccess } from './acts-access.js';
import { ActsController } from './acts.controller.js';
import { ActsReader } from './acts.reader.js';
import { Acts } from './acts.service.js';
import { ActsStore } from './acts.store.js';
import { ImpactsController } from './impacts.controller.js';
import { PeopleJudge } from './people-judge.js';
import { PeopleMover } from './people-mover.js';
import { ReturnJudge } from './return-judge.js';

@Module({
  imports: [UnitsModule, MembersModule],
  controllers: [ActsController, ImpactsController],
  providers: [
    Acts,
    ActsReader,
    ActsAccess,
    ActsStore,
    ActJudge,
    PeopleJudge,
    ReturnJudge,
    ActChecker,
    ActApplier,
    PeopleMover,
    ActWorker,
  ],
})
export class ActsModule {}
