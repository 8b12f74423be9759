import { AccessModule, grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { rollMigration, RollReplicaModule } from '#roll';
import { treeMigrations, TreeReplicaModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { BULK_BODIES } from './bulk/bulk-bodies.js';
import { BulkModule } from './bulk/bulk.module.js';
import { bulkJobsMigration } from './bulk/jobs/job.js';
import type { MeetingsEnv } from './env.js';
import { jointMeetingsMigration, meetingsMigration } from './meetings/meetings.migration.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { narrativeMigration } from './narrative/narrative.migration.js';

/** Ids of migrations that are not the service's own are given here, once for its store. */
const TREE_MIGRATION = 10;
const MEETINGS_MIGRATION = 200;
const JOINT_MEETINGS_MIGRATION = 201;
const NEW_TOPICS_MIGRATION = 210;
const BULK_JOBS_MIGRATION = 250;
const NARRATIVE_MIGRATION = 219;

const CONSUMED: readonly TopicName[] = ['registry.tree', 'registry.events', 'registry.members'];

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
          publishes: ['meetings.meeting-recorded.v1'],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            rollMigration,
            meetingsMigration(MEETINGS_MIGRATION),
            jointMeetingsMigration(JOINT_MEETINGS_MIGRATION),
            newTopicsMigration(NEW_TOPICS_MIGRATION, 'meetings', CONSUMED),
            bulkJobsMigration(BULK_JOBS_MIGRATION),
            narrativeMigration(NARRATIVE_MIGRATION),
          ],
        }),
        TreeReplicaModule,
        AccessModule.forRoot({ grants: 'replica' }),
        RollReplicaModule,
        MeetingsModule,
        BulkModule,
      ],
    };
  }
}
