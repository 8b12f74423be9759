import { Outbox } from '#messaging';
import { Store } from '#mongo';
import { TreeReplica } from '#tree';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ActChecksHandler } from './act-checks.handler.js';
import { ImpactCounters } from './impact-counters.js';
import { ImpactsWorker, type AnsweringService } from './impacts.worker.js';

/** Makes a service answer what an act touches in it. It has to take in `registry.acts`. */
@Global()
@Module({})
export class ImpactsModule {
  static forRoot(service: AnsweringService): DynamicModule {
    return {
      module: ImpactsModule,
      controllers: [ActChecksHandler],
      providers: [
        ImpactCounters,
        {
          provide: ImpactsWorker,
          inject: [Store, Outbox, TreeReplica, ImpactCounters],
          useFactory: (store: Store, outbox: Outbox, trees: TreeReplica, counters: ImpactCounters) =>
            new ImpactsWorker({ service, store, outbox, trees, counters }),
        },
      ],
      exports: [ImpactCounters, ImpactsWorker],
    };
  }
}
