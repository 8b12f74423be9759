import 'reflect-metadata';
import { migrateService } from '#messaging';
import { AppModule } from './app.module.js';
import { meetingsEnv } from './env.js';

await migrateService(AppModule.forRoot(meetingsEnv()), 'meetings');
