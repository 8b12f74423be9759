import { Global, Module } from '@nestjs/common';
import { FollowWorker } from './follow-worker.js';
import { FollowWorks } from './follow-works.js';
import { Followers } from './followers.js';

/** For services that keep open things of units: their features add themselves to `Followers`. */
@Global()
@Module({ providers: [Followers, FollowWorks, FollowWorker], exports: [Followers, FollowWorker] })
export class FollowModule {}
