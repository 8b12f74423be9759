import type { ServiceName } from '#contracts';
import { Outbox } from '#messaging';
import { Store } from '#mongo';
import { Module, type DynamicModule } from '@nestjs/common';
import { DigestsApplier } from './digests.applier.js';
import { DigestsController } from './digests.controller.js';
import type { FactKind } from './fact-kind.js';

/** Makes a service answer reconciliations. It has to take in `reports.requests`. */
@Module({})
export class DigestsModule {
  static forRoot(service: ServiceName, kinds: readonly FactKind[]): DynamicModule {
    return {
      module: DigestsModule,
      controllers: [DigestsController],
      providers: [
        {
          provide: DigestsApplier,
          inject: [Store, Outbox],
          useFactory: (store: Store, outbox: Outbox) => new DigestsApplier({ service, store, outbox, kinds }),
        },
      ],
    };
  }
}
