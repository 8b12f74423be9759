import 'reflect-metadata';
import { migrateService } from '#messaging';
import { AppModule } from './app.module.js';
import { registryEnv } from './env.js';

await migrateService(AppModule.forRoot(registryEnv()), 'registry');
