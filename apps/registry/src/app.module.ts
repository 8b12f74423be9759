import { grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { DigestsModule } from '#digests';
import { newTopicsMigration, serviceGround, type ServiceDescription } from '#messaging';
import { TreeModule, treeMigrations } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { actsMigration } from './acts/act.js';
import { ActsModule } from './acts/acts.module.js';
import { BULK_BODY } from './bulk/bulk.controller.js';
import { BulkModule } from './bulk/bulk.module.js';
import { CompositionModule } from './composition/composition.module.js';
import { compositionMigration } from './composition/composition.store.js';
import { FACT_KINDS } from './digests/fact-kinds.js';
import type { RegistryEnv } from './env.js';
import { LiaisonModule } from './liaison/liaison.module.js';
import { liaisonMigration } from './liaison/liaison.service.js';
import { MedalsModule } from './medals/medals.module.js';
import { medalsMigration } from './medals/medals.service.js';
import { OfficesModule } from './offices/offices.module.js';
import { officesMigration } from './offices/offices.service.js';
import { MembersModule } from './members/members.module.js';
import { membersMigration } from './members/members.store.js';
import { readsMigration } from './members/read-log.js';
import { rolesMigration } from './roles/grants.store.js';
import { RolesModule } from './roles/roles.module.js';
import { UnitsModule } from './units/units.module.js';
import { treeLockMigration } from './units/tree-lock.js';
import { unitsMigration } from './units/units.store.js';

/** Ids of migrations that are not fixed by their lib are given here, once for this store. */
const TREE_MIGRATION = 10;
const UNITS_MIGRATION = 200;
const ROLES_MIGRATION = 201;
const MEMBERS_MIGRATION = 202;
const COMPOSITION_MIGRATION = 203;
const OFFICES_MIGRATION = 204;
const READS_MIGRATION = 205;
const MEDALS_MIGRATION = 206;
const LIAISON_MIGRATION = 207;
const MEMBER_TOPICS_MIGRATION = 210;
const REQUESTS_MIGRATION = 300;
const LOCK_MIGRATION = 340;
const ACTS_MIGRATION = 341;
const ACT_TOPICS_MIGRATION = 342;

const IMPACTS: readonly TopicName[] = ['meetings.impacts', 'inspection.impacts', 'reports.impacts'];
const CONSUMED: readonly TopicName[] = ['reports.requests', ...IMPACTS];

export const ABOUT: ServiceDescription = {
  service: 'registry',
  title: 'Liên Cấp: registry',
  description:
    'Units of the organisation, the tree they make through time, which role a person holds at which unit, and the ' +
    'members on every roll. Units and members have a dated history: a change names the date from which it holds, in ' +
    'the past, today or ahead. Nothing is deleted. The figures follow a change by themselves: ask the reports service ' +
    'with its receipt.',
  textBodies: [BULK_BODY],
};

@Module({})
export class AppModule {
  static forRoot(env: RegistryEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'registry',
          consumes: CONSUMED,
          publishes: [
            'registry.unit-changed.v1',
            'registry.act-checked.v1',
            'registry.role-changed.v1',
            'registry.member-changed.v1',
            'registry.composition-changed.v1',
            'registry.digests-answered.v1',
            'registry.composition-digests-answered.v1',
          ],
          migrations: [
            ...treeMigrations(TREE_MIGRATION),
            grantsMigration,
            unitsMigration(UNITS_MIGRATION),
            rolesMigration(ROLES_MIGRATION),
            membersMigration(MEMBERS_MIGRATION),
            compositionMigration(COMPOSITION_MIGRATION),
            officesMigration(OFFICES_MIGRATION),
            readsMigration(READS_MIGRATION),
            medalsMigration(MEDALS_MIGRATION),
            liaisonMigration(LIAISON_MIGRATION),
            newTopicsMigration(MEMBER_TOPICS_MIGRATION, 'registry', []),
            newTopicsMigration(REQUESTS_MIGRATION, 'registry', ['reports.requests']),
            treeLockMigration(LOCK_MIGRATION),
            actsMigration(ACTS_MIGRATION),
            newTopicsMigration(ACT_TOPICS_MIGRATION, 'registry', IMPACTS),
          ],
        }),
        TreeModule,
        RolesModule.forRoot(env.firstAdministrator),
        UnitsModule,
        MembersModule,
        CompositionModule,
        BulkModule,
        MedalsModule,
        OfficesModule,
        LiaisonModule,
        ActsModule,
        DigestsModule.forRoot('registry', FACT_KINDS),
      ],
    };
  }
}
