import { grantsMigration } from '#access';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { TreeModule, treeMigrations } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import type { RegistryEnv } from './env.js';
import { rolesMigration } from './roles/grants.store.js';
import { RolesModule } from './roles/roles.module.js';
import { UnitsModule } from './units/units.module.js';
import { unitsMigration } from './units/units.store.js';

/** Ids of migrations that are not fixed by their lib are given here, once for this store. */
const TREE_MIGRATION = 10;
const UNITS_MIGRATION = 200;
const ROLES_MIGRATION = 201;
const MEMBER_TOPICS_MIGRATION = 210;

export const ABOUT: ServiceDescription = {
  service: 'registry',
  title: 'Liên Cấp: registry',
  description:
    'Units of the organisation, the tree they make through time, and which role a person holds at which unit. Every ' +
    'unit has a dated history: a change names the date from which it holds, in the past, today or ahead. Nothing is ' +
    'deleted. The figures follow a change by themselves: ask the reports service with its receipt.',
};

@Module({})
export class AppModule {
  static forRoot(env: RegistryEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'registry',
          consumes: [],
          publishes: [
            'registry.unit-changed.v1',
            'registry.role-changed.v1',
            'registry.member-changed.v1',
            'registry.composition-changed.v1',
          ],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            unitsMigration(UNITS_MIGRATION),
            rolesMigration(ROLES_MIGRATION),
            newTopicsMigration(MEMBER_TOPICS_MIGRATION, 'registry', []),
          ],
        }),
        TreeModule,
        RolesModule.forRoot(env.firstAdministrator),
        UnitsModule,
      ],
    };
  }
}
