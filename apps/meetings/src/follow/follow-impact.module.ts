import { Module } from '@nestjs/common';
import { MeetingsImpact } from './meetings-impact.js';

/** What an act touches of all that lies open here. */
@Module({ providers: [MeetingsImpact] })
export class FollowImpactModule {}
