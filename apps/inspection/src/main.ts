import 'reflect-metadata';
import { bootService } from '#messaging';
import { ABOUT, AppModule } from './app.module.js';
import { inspectionEnv } from './env.js';

const env = inspectionEnv();
await bootService(AppModule.forRoot(env), env, ABOUT);
