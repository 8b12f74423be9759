import { AccessModule, grantsMigration } from '#access';
import { serviceGround, type ServiceDescription } from '#messaging';
import { treeMigrations, TreeReplicaModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { casesMigration } from './cases/cases.migration.js';
import { CasesModule } from './cases/cases.module.js';
import type { InspectionEnv } from './env.js';

/** Ids of migrations that are not the service's own are given here, once for its store. */
const TREE_MIGRATION = 10;
const CASES_MIGRATION = 200;

export const ABOUT: ServiceDescription = {
  service: 'inspection',
  title: 'Liên Cấp: inspection',
  description:
    'Inspection and supervision (kiểm tra, giám sát). So far it knows the tree and the roles and lists cases, of which ' +
    'there are none yet: opening and following them comes with the inspection module.',
};

@Module({})
export class AppModule {
  static forRoot(env: InspectionEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'inspection',
          consumes: ['registry.tree', 'registry.events'],
          publishes: [],
          migrations: [...treeMigrations(TREE_MIGRATION), grantsMigration, casesMigration(CASES_MIGRATION)],
        }),
        TreeReplicaModule,
        AccessModule.forRoot({ grants: 'replica' }),
        CasesModule,
      ],
    };
  }
}
