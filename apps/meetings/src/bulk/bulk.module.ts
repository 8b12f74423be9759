import './bulk.texts.js';
import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { BulkController } from './bulk.controller.js';
import { Bulk } from './bulk.service.js';
import { MeetingEntry } from './meeting-entry.js';

@Module({
  imports: [MeetingsModule],
  controllers: [BulkController],
  providers: [Bulk, MeetingEntry],
})
export class BulkModule {}
