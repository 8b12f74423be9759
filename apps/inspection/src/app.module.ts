import { AccessModule, grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { actChecksMigration, impactsMigration, ImpactsModule } from '#impacts';
import { DigestsModule } from '#digests';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { rollMigration, RollReplicaModule } from '#roll';
import { followMigration, FollowModule, treeMigrations, TreeReplicaModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { casesMigration, fullCasesMigration } from './cases/cases.migration.js';
import { CasesModule } from './cases/cases.module.js';
import { FACT_KINDS } from './digests/fact-kinds.js';
import { feedMigration } from './feed/feed.migration.js';
import { followIndexesMigration } from './cases/follow.migration.js';
import { FeedModule } from './feed/feed.module.js';
import type { InspectionEnv } from './env.js';

/** Ids of migrations that are not the service's own are given here, once for its store. */
const TREE_MIGRATION = 10;
const CASES_MIGRATION = 200;
const FULL_CASES_MIGRATION = 201;
const FEED_MIGRATION = 202;
const NEW_TOPICS_MIGRATION = 210;
const REQUESTS_MIGRATION = 300;
const FOLLOW_MIGRATION = 370;
const FOLLOW_INDEXES_MIGRATION = 371;
const ACTS_TOPICS_MIGRATION = 372;
const ACT_CHECKS_MIGRATION = 373;
const IMPACTS_MIGRATION = 374;

const CONSUMED: readonly TopicName[] = [
  'registry.tree',
  'registry.acts',
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
          publishes: ['inspection.case-changed.v1', 'inspection.digests-answered.v1', 'inspection.act-impact-found.v1'],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            rollMigration,
            casesMigration(CASES_MIGRATION),
            fullCasesMigration(FULL_CASES_MIGRATION),
            feedMigration(FEED_MIGRATION),
            newTopicsMigration(NEW_TOPICS_MIGRATION, 'inspection', CONSUMED),
            newTopicsMigration(REQUESTS_MIGRATION, 'inspection', CONSUMED),
            followMigration(FOLLOW_MIGRATION),
            followIndexesMigration(FOLLOW_INDEXES_MIGRATION),
            newTopicsMigration(ACTS_TOPICS_MIGRATION, 'inspection', CONSUMED),
            actChecksMigration(ACT_CHECKS_MIGRATION),
            impactsMigration(IMPACTS_MIGRATION),
          ],
        }),
        TreeReplicaModule,
        FollowModule,
        ImpactsModule.forRoot('inspection'),
        AccessModule.forRoot({ grants: 'replica' }),
        RollReplicaModule,
        CasesModule,
        FeedModule,
        DigestsModule.forRoot('inspection', FACT_KINDS),
      ],
    };
  }
}
