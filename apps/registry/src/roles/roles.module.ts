import './grant.texts.js';
import { Module, type DynamicModule } from '@nestjs/common';
import { GrantsAuthorizer } from '#access';
import { Authorizer } from '#http';
import { FirstAdministrator, RegistryAuthorizer } from './first-administrator.js';
import { GrantsStore } from './grants.store.js';
import { MeController } from './me.controller.js';
import { RolesController } from './roles.controller.js';
import { Roles } from './roles.service.js';

/** Roles, and for the whole registry the Authorizer over them. */
@Module({})
export class RolesModule {
  static forRoot(firstAdministrator: string): DynamicModule {
    return {
      module: RolesModule,
      global: true,
      controllers: [RolesController, MeController],
      providers: [
        GrantsStore,
        GrantsAuthorizer,
        {
          provide: FirstAdministrator,
          inject: [GrantsStore],
          useFactory: (grants: GrantsStore) => new FirstAdministrator(firstAdministrator, grants),
        },
        { provide: Authorizer, useClass: RegistryAuthorizer },
        Roles,
      ],
      exports: [Authorizer, FirstAdministrator, GrantsStore],
    };
  }
}
