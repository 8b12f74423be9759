import './roll.texts.js';
import { Global, Module } from '@nestjs/common';
import { RollReplicaController } from './roll-replica.controller.js';
import { Roll } from './roll.js';

/**
 * Who is on which roll when, kept up to date from `registry.members`. Needs the global modules of #mongo and
 * #messaging, and `rollMigration` among the service's migrations.
 */
@Global()
@Module({ controllers: [RollReplicaController], providers: [Roll], exports: [Roll] })
export class RollReplicaModule {}
