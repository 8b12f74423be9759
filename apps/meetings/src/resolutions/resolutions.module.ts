import './resolutions.texts.js';
import { Module } from '@nestjs/common';
import { FollowupModule } from '../followup/followup.module.js';
import { OpenResolutionsFollower } from './open-resolutions.follower.js';
import { OpeningReader } from './opening.reader.js';
import { ResolutionReadsController } from './resolution-reads.controller.js';
import { ResolutionFacts } from './resolution-facts.js';
import { ResolutionsController } from './resolutions.controller.js';
import { ResolutionsReader } from './resolutions.reader.js';
import { ResolutionsService } from './resolutions.service.js';

@Module({
  imports: [FollowupModule],
  controllers: [ResolutionsController, ResolutionReadsController],
  providers: [ResolutionFacts, OpenResolutionsFollower, ResolutionsService, ResolutionsReader, OpeningReader],
})
export class ResolutionsModule {}
