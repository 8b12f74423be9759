import './followup.texts.js';
import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { LinkedMeetings } from './linked-meetings.js';

/** What follows up a meeting: it refers to that meeting, and is read as every versioned fact is. */
@Module({ imports: [FactsModule], providers: [LinkedMeetings], exports: [FactsModule, LinkedMeetings] })
export class FollowupModule {}
