import type { RecordBatch } from '#messaging';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { ContributionsApplier } from '../../../apps/reports/src/figures/contributions.applier.js';
import { Derivation } from '../../../apps/reports/src/figures/derivation.js';
import { FactTurns } from '../../../apps/reports/src/figures/fact-turns.js';
import { IdleShards } from '../../../apps/reports/src/figures/idle-shards.js';
import { TreeApplier } from '../../../apps/reports/src/figures/tree.applier.js';
import { TreeLogApplier } from '../../../apps/reports/src/figures/tree-log.applier.js';
import { BatchProcessor } from '../../../libs/messaging/src/consume/batch-processor.js';
import { KAFKA_BATCH, KafkaBatchServer } from '../../../libs/messaging/src/consume/kafka-batch-server.js';
import type { Ground } from './ground.js';
import type { Process } from './machine.js';

/** A process of the reports service, with everything that changes a figure (figures.module.ts, figures.handler.ts). */
export class WorkerProcess {
  readonly #store: Store;

  constructor(
    readonly process: Process,
    ground: Ground,
  ) {
    const store = (this.#store = ground.storeOf(process, 'reports'));
    const replica = new TreeReplica(store);
    const batches = new BatchProcessor({ store });
    const turns = new FactTurns();
    const contributions = new ContributionsApplier(store, replica, new Derivation(), turns);
    const treeLog = new TreeLogApplier(store);
    const tree = new TreeApplier(store, replica, turns);
    const server = new KafkaBatchServer({ port: ground.portOf(process), store, service: 'reports' });
    const idle = new IdleShards(store);
    idle.onModuleInit();
    store.onReady(() => tree.start());
    server.setTransportId(KAFKA_BATCH);
    server.addHandler('meetings.events', (batch: RecordBatch) => batches.process(batch, contributions), true);
    server.addHandler(
      'registry.tree',
      async (batch: RecordBatch) => {
        await batches.process(batch, treeLog);
        void tree.ring();
      },
      true,
    );
    server.listen((error) => {
      if (error) throw error as Error;
    });
  }

  get ready(): boolean {
    return this.#store.state.ok;
  }
}
