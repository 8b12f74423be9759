import 'reflect-metadata';
import { migrateService } from '#messaging';
import { AppModule } from './app.module.js';
import { reportsEnv } from './env.js';

await migrateService(AppModule.forRoot(reportsEnv()), 'reports');
