import 'reflect-metadata';
import { bootService } from '#messaging';
import { ABOUT, AppModule } from './app.module.js';
import { registryEnv } from './env.js';

const env = registryEnv();
await bootService(AppModule.forRoot(env), env, ABOUT);
