import './followup.texts.js';
import { Module } from '@nestjs/common';
import { NarrativeModule } from '../narrative/narrative.module.js';
import { FactReads } from './fact-reads.js';
import { LinkedMeetings } from './linked-meetings.js';

/** What resolutions, opinions and sessions have in common. */
@Module({
  imports: [NarrativeModule],
  providers: [FactReads, LinkedMeetings],
  exports: [FactReads, LinkedMeetings],
})
export class FollowupModule {}
