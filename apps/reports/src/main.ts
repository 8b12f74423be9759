import 'reflect-metadata';
import { bootService } from '#messaging';
import { AppModule, aboutReports } from './app.module.js';
import { reportsEnv } from './env.js';

const env = reportsEnv();
await bootService(AppModule.forRoot(env), env, aboutReports(env));
