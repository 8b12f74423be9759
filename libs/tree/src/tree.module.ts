import { Global, Module } from '@nestjs/common';
import { TreeChangesApplier } from './tree-changes.applier.js';
import { TreeChangesHandler } from './tree-changes.handler.js';
import { TreeMetrics } from './tree.metrics.js';
import { TreeReplica } from './tree-replica.js';

/** The stored tree for the services that write it themselves: the registry its own, reports with its cells. */
@Global()
@Module({ providers: [TreeReplica, TreeMetrics], exports: [TreeReplica] })
export class TreeModule {}

/** The stored tree for services that only need to know it: kept up to date from `registry.tree`. */
@Module({ imports: [TreeModule], providers: [TreeChangesApplier], controllers: [TreeChangesHandler] })
export class TreeReplicaModule {}
