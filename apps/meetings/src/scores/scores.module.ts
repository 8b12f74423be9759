import './scores.texts.js';
import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { NarrativeModule } from '../narrative/narrative.module.js';
import { ScoreTemplatesModule } from '../score-templates/score-templates.module.js';
import { ScoreFacts } from './score-facts.js';
import { ScoresController } from './scores.controller.js';
import { ScoresFollower } from './scores.follower.js';
import { ScoresReader } from './scores.reader.js';
import { ScoresService } from './scores.service.js';

@Module({
  imports: [MeetingsModule, NarrativeModule, ScoreTemplatesModule],
  controllers: [ScoresController],
  providers: [ScoreFacts, ScoresFollower, ScoresReader, ScoresService],
})
export class ScoresModule {}
