import { AccessModule, grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { actChecksMigration, impactsMigration, ImpactsModule } from '#impacts';
import { DigestsModule } from '#digests';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { rollMigration, RollReplicaModule } from '#roll';
import { followMigration, FollowModule, treeMigrations, TreeReplicaModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { contentMigration } from './content/content.migration.js';
import { ContentModule } from './content/content.module.js';
import { FACT_KINDS } from './digests/fact-kinds.js';
import { BULK_BODIES } from './bulk/bulk-bodies.js';
import { BulkModule } from './bulk/bulk.module.js';
import { bulkJobsMigration } from './bulk/jobs/job.js';
import type { MeetingsEnv } from './env.js';
import { FollowImpactModule } from './follow/follow-impact.module.js';
import { followIndexesMigration } from './follow/follow.migration.js';
import { jointMeetingsMigration, meetingGuardsMigration, meetingsMigration } from './meetings/meetings.migration.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { narrativeMigration } from './narrative/narrative.migration.js';
import { opinionsMigration } from './opinions/opinions.migration.js';
import { OpinionsModule } from './opinions/opinions.module.js';
import { resolutionsMigration } from './resolutions/resolutions.migration.js';
import { ResolutionsModule } from './resolutions/resolutions.module.js';
import { sessionsMigration } from './sessions/sessions.migration.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { scoreTemplatesMigration } from './score-templates/score-templates.migration.js';
import { ScoreTemplatesModule } from './score-templates/score-templates.module.js';
import { scoresMigration } from './scores/scores.migration.js';
import { ScoresModule } from './scores/scores.module.js';
import { visitsMigration } from './visits/visits.migration.js';
import { VisitsModule } from './visits/visits.module.js';

/** Ids of migrations that are not the service's own are given here, once for its store. */
const TREE_MIGRATION = 10;
const MEETINGS_MIGRATION = 200;
const JOINT_MEETINGS_MIGRATION = 201;
const NEW_TOPICS_MIGRATION = 210;
const BULK_JOBS_MIGRATION = 250;
const NARRATIVE_MIGRATION = 219;
const CONTENT_MIGRATION = 220;
const RESOLUTIONS_MIGRATION = 230;
const OPINIONS_MIGRATION = 231;
const SESSIONS_MIGRATION = 260;
const MEETING_GUARDS_MIGRATION = 240;
const SCORE_TEMPLATES_MIGRATION = 241;
const SCORES_MIGRATION = 242;
const VISITS_MIGRATION = 243;
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
  'reports.requests',
];

export const ABOUT: ServiceDescription = {
  service: 'meetings',
  title: 'Liên Cấp: meetings',
  description:
    'Meetings of branches and committees (sinh hoạt): planned, closed with their attendance, corrected and voided. ' +
    'Nothing is deleted; every version keeps who, when and why. A closed meeting is in the figures of every unit above ' +
    'it within moments: ask the reports service with the receipt of your write.',
  textBodies: BULK_BODIES,
};

@Module({})
export class AppModule {
  static forRoot(env: MeetingsEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'meetings',
          consumes: CONSUMED,
          publishes: [
            'meetings.meeting-recorded.v1',
            'meetings.resolution-recorded.v1',
            'meetings.opinion-recorded.v1',
            'meetings.session-recorded.v1',
            'meetings.score-recorded.v1',
            'meetings.visits-recorded.v1',
            'meetings.visit-plan-recorded.v1',
            'meetings.digests-answered.v1',
            'meetings.act-impact-found.v1',
          ],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            rollMigration,
            meetingsMigration(MEETINGS_MIGRATION),
            jointMeetingsMigration(JOINT_MEETINGS_MIGRATION),
            newTopicsMigration(NEW_TOPICS_MIGRATION, 'meetings', CONSUMED),
            bulkJobsMigration(BULK_JOBS_MIGRATION),
            narrativeMigration(NARRATIVE_MIGRATION),
            contentMigration(CONTENT_MIGRATION),
            resolutionsMigration(RESOLUTIONS_MIGRATION),
            opinionsMigration(OPINIONS_MIGRATION),
            sessionsMigration(SESSIONS_MIGRATION),
            meetingGuardsMigration(MEETING_GUARDS_MIGRATION),
            scoreTemplatesMigration(SCORE_TEMPLATES_MIGRATION),
            scoresMigration(SCORES_MIGRATION),
            visitsMigration(VISITS_MIGRATION),
            newTopicsMigration(REQUESTS_MIGRATION, 'meetings', CONSUMED),
            followMigration(FOLLOW_MIGRATION),
            followIndexesMigration(FOLLOW_INDEXES_MIGRATION),
            newTopicsMigration(ACTS_TOPICS_MIGRATION, 'meetings', CONSUMED),
            actChecksMigration(ACT_CHECKS_MIGRATION),
            impactsMigration(IMPACTS_MIGRATION),
          ],
        }),
        TreeReplicaModule,
        FollowModule,
        ImpactsModule.forRoot('meetings'),
        FollowImpactModule,
        AccessModule.forRoot({ grants: 'replica' }),
        RollReplicaModule,
        MeetingsModule,
        ContentModule,
        ResolutionsModule,
        OpinionsModule,
        SessionsModule,
        ScoreTemplatesModule,
        ScoresModule,
        VisitsModule,
        BulkModule,
        DigestsModule.forRoot('meetings', FACT_KINDS),
      ],
    };
  }
}
