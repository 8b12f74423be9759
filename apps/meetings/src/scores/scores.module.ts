import './scores.texts.js';
import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { ScoreTemplatesModule } from '../score-templates/score-templates.module.js';
import { ScoreFacts } from './score-facts.js';
import { ScoresController } from './scores.controller.js';
import { ScoresFollower } from './scores.follower.js';
import { ScoresReader } from './scores.reader.js';
import { ScoresService } from './scores.service.js';

@Module({
  imports: [FactsModule, MeetingsModule, ScoreTemplatesModule],
  controllers: [ScoresController],
  providers: [ScoreFacts, ScoresFollower, ScoresReader, ScoresService],
})
export class ScoresModule {}
