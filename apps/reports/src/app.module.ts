import { AccessModule } from '#access';
import { DigestsModule } from '#digests';
import { ImpactsModule } from '#impacts';
import { serviceGround, type ServiceDescription } from '#messaging';
import { FollowModule, TreeModule } from '#tree';
import { Module, type DynamicModule } from '@nestjs/common';
import { ActsModule } from './acts/acts.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { ComparisonModule } from './comparison/comparison.module.js';
import { FACT_KINDS } from './digests/fact-kinds.js';
import type { ReportsEnv } from './env.js';
import { RULES } from './figures/derive.js';
import { FiguresModule } from './figures/figures.module.js';
import { CONSUMED, reportsMigrations } from './migrations.js';
import { ReportsModule } from './periodic/reports/reports.module.js';
import { ReportTypesModule } from './periodic/types/report-types.module.js';
import { RebuildModule } from './rebuild/rebuild.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { RollupsModule } from './rollups/rollups.module.js';
import { TruthModule } from './truth/truth.module.js';

export const aboutReports = (env: ReportsEnv): ServiceDescription => ({
  service: 'reports',
  title: 'Liên Cấp: reports',
  description:
    'Figures of a unit and all below it, over any period, with the facts behind them and how fresh they are. ' +
    'The events of all services, each with its fields and a sample, are [a page of their own](/docs/events).',
  documents: env.serviceDocs,
});

/** Reports: takes in the facts of all services, keeps what each adds to figures, and answers rollups. */
@Module({})
export class AppModule {
  static forRoot(env: ReportsEnv): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...serviceGround(env, {
          service: 'reports',
          consumes: CONSUMED,
          publishes: [
            'reports.report-changed.v1',
            'reports.digests-requested.v1',
            'reports.digests-answered.v1',
            'reports.act-impact-found.v1',
          ],
          migrations: reportsMigrations,
          rules: RULES,
        }),
        TreeModule,
        FollowModule,
        ImpactsModule.forRoot('reports'),
        AccessModule.forRoot({ grants: 'replica' }),
        FiguresModule,
        CalendarsModule,
        RollupsModule,
        ChangesModule,
        ActsModule,
        ComparisonModule,
        CatalogueModule,
        ReportTypesModule,
        ReportsModule,
        RebuildModule,
        ReconciliationModule.forRoot(env.reconcileAt),
        TruthModule,
        DigestsModule.forRoot('reports', FACT_KINDS),
      ],
    };
  }
}
