import { grantsMigration } from '#access';
import type { TopicName } from '#contracts';
import { actChecksMigration, impactsMigration } from '#impacts';
import { newTopicsMigration } from '#messaging';
import type { Migration } from '#mongo';
import { followMigration, treeMigrations } from '#tree';
import { calendarsMigration } from './calendars/calendars.migration.js';
import { RULES } from './figures/derive.js';
import {
  actStepsMigration,
  countShardsMigration,
  figuresMigration,
  knownTimesMigration,
  levelsMigration,
} from './figures/figures.migration.js';
import { reportsMigration } from './periodic/reports/reports.migration.js';
import { reportTypesMigration } from './periodic/types/report-types.migration.js';
import { rebuildMigration } from './rebuild/rebuild.migration.js';
import { reconciliationMigration } from './reconciliation/reconciliation.migration.js';

/** Topics that reports takes in; each of their partitions is a shard with a progress document. */
export const CONSUMED: readonly TopicName[] = [
  'registry.tree',
  'registry.events',
  'registry.acts',
  'registry.members',
  'registry.composition',
  'meetings.events',
  'inspection.events',
  'reports.events',
  'reports.requests',
];

/** What this service adds to the migrations of the ground (ids 100 to 199 are of the libs). The count of shards follows the progress documents. */
export const reportsMigrations: readonly Migration[] = [
  ...treeMigrations(10),
  grantsMigration,
  figuresMigration(200),
  countShardsMigration(201),
  reportTypesMigration(202),
  reportsMigration(203),
  newTopicsMigration(210, 'reports', CONSUMED, { rules: RULES }),
  countShardsMigration(211),
  levelsMigration(212),
  calendarsMigration(220),
  knownTimesMigration(230),
  rebuildMigration(310),
  newTopicsMigration(300, 'reports', CONSUMED, { rules: RULES }),
  countShardsMigration(301),
  reconciliationMigration(302),
  actChecksMigration(360),
  newTopicsMigration(361, 'reports', CONSUMED, { rules: RULES }),
  countShardsMigration(362),
  actStepsMigration(363),
  followMigration(370),
  impactsMigration(374),
];
