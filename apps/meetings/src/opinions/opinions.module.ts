import './opinions.texts.js';
import { Module } from '@nestjs/common';
import { FollowupModule } from '../followup/followup.module.js';
import { OpenOpinionsFollower } from './open-opinions.follower.js';
import { OpinionFacts } from './opinion-facts.js';
import { OpinionReadsController } from './opinion-reads.controller.js';
import { OpinionsController } from './opinions.controller.js';
import { OpinionsReader } from './opinions.reader.js';
import { OpinionsService } from './opinions.service.js';

@Module({
  imports: [FollowupModule],
  controllers: [OpinionsController, OpinionReadsController],
  providers: [OpinionFacts, OpenOpinionsFollower, OpinionsService, OpinionsReader],
})
export class OpinionsModule {}
