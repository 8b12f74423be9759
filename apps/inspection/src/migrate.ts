import 'reflect-metadata';
import { migrateService } from '#messaging';
import { AppModule } from './app.module.js';
import { inspectionEnv } from './env.js';

await migrateService(AppModule.forRoot(inspectionEnv()), 'inspection');
