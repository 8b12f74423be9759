import { AccessModule, grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { DigestsModule } from '#digests';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { rollMigration, RollReplicaModule } from '#roll';
import { treeMigrations, TreeReplicaModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { casesMigration, fullCasesMigration } from './cases/cases.migration.js';
import { CasesModule } from './cases/cases.module.js';
import { FACT_KINDS } from './digests/fact-kinds.js';
import { feedMigration } from './feed/feed.migration.js';
import { FeedModule } from './feed/feed.module.js';
import type { InspectionEnv } from './env.js';

/** Ids of migrations that are not the service's own are given here, once for its store. */
const TREE_MIGRATION = 10;
const CASES_MIGRATION = 200;
const FULL_CASES_MIGRATION = 201;
const FEED_MIGRATION = 202;
const NEW_TOPICS_MIGRATION = 210;
const REQUESTS_MIGRATION = 300;

const CONSUMED: readonly TopicName[] = [
  'registry.tree',
  'registry.events',
  'registry.members',
  'inspection.events',
  'reports.requests',
];

export const ABOUT: ServiceDescription = {
  service: 'inspection',
  title: 'Liên Cấp: inspection',
  description:
    'Inspection and supervision (kiểm tra, giám sát): cases opened, their findings, conclusions with obligations, ' +
    'closed, annulled, corrected and voided. Nothing is deleted; every version keeps who, when and why. The texts are ' +
    'read with a right of their own, and each such read is noted. Committees subscribe to the supervision events of ' +
    'their subtree over a stream that resumes without gaps.',
};

@Module({})
export class AppModule {
  static forRoot(env: InspectionEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'inspection',
          consumes: CONSUMED,
          publishes: ['inspection.case-changed.v1', 'inspection.digests-answered.v1'],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            rollMigration,
            casesMigration(CASES_MIGRATION),
            fullCasesMigration(FULL_CASES_MIGRATION),
            feedMigration(FEED_MIGRATION),
            newTopicsMigration(NEW_TOPICS_MIGRATION, 'inspection', CONSUMED),
            newTopicsMigration(REQUESTS_MIGRATION, 'inspection', CONSUMED),
          ],
        }),
        TreeReplicaModule,
        AccessModule.forRoot({ grants: 'replica' }),
        RollReplicaModule,
        CasesModule,
        FeedModule,
        DigestsModule.forRoot('inspection', FACT_KINDS),
      ],
    };
  }
}
