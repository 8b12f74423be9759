import './resolutions.texts.js';
import { Module } from '@nestjs/common';
import { FollowupModule } from '../followup/followup.module.js';
import { OpeningReader } from './opening.reader.js';
import { ResolutionReadsController } from './resolution-reads.controller.js';
import { ResolutionsController } from './resolutions.controller.js';
import { ResolutionsReader } from './resolutions.reader.js';
import { ResolutionsService } from './resolutions.service.js';

@Module({
  imports: [FollowupModule],
  controllers: [ResolutionsController, ResolutionReadsController],
  providers: [ResolutionsService, ResolutionsReader, OpeningReader],
})
export class ResolutionsModule {}
