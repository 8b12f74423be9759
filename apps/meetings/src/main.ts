import 'reflect-metadata';
import { bootService } from '#messaging';
import { ABOUT, AppModule } from './app.module.js';
import { meetingsEnv } from './env.js';

const env = meetingsEnv();
await bootService(AppModule.forRoot(env), env, ABOUT);
