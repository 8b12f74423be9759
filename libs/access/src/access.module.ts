import './access.texts.js';
import { Authorizer } from '#http';
import { Module, type DynamicModule } from '@nestjs/common';
import { GrantsAuthorizer } from './grants-authorizer.js';
import { GrantsReplicaController } from './grants-replica.controller.js';

/** `own`: the service writes `grants` itself (the registry). `replica`: they come by `registry.events`. */
export type GrantsSource = 'own' | 'replica';

/**
 * Who may do what where: gives the whole app an Authorizer over the collection `grants` and the tree as known here.
 * Needs the global modules of #mongo, #messaging (for a replica) and a TreeReplica, and `grantsMigration` among the
 * service's migrations.
 */
@Module({})
export class AccessModule {
  static forRoot(options: { grants: GrantsSource }): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      controllers: options.grants === 'replica' ? [GrantsReplicaController] : [],
      providers: [GrantsAuthorizer, { provide: Authorizer, useExisting: GrantsAuthorizer }],
      exports: [Authorizer],
    };
  }
}
