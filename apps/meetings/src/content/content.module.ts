import './content.texts.js';
import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { NarrativeModule } from '../narrative/narrative.module.js';
import { ContentController } from './content.controller.js';
import { ContentService } from './content.service.js';
import { MinutesReader } from './minutes.reader.js';

@Module({
  imports: [MeetingsModule, NarrativeModule],
  controllers: [ContentController],
  providers: [ContentService, MinutesReader],
})
export class ContentModule {}
