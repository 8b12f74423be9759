import './bulk.texts.js';
import './jobs/jobs.texts.js';
import { Module } from '@nestjs/common';
import { MeetingsModule } from '../meetings/meetings.module.js';
import { BulkController } from './bulk.controller.js';
import { Bulk } from './bulk.service.js';
import { JobBell } from './jobs/job-bell.js';
import { JobChunks } from './jobs/job-chunks.js';
import { JobWorker } from './jobs/job-worker.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsReader } from './jobs/jobs.reader.js';
import { JobsService } from './jobs/jobs.service.js';
import { JobsStore } from './jobs/jobs.store.js';
import { MeetingEntry } from './meeting-entry.js';

@Module({
  imports: [MeetingsModule],
  controllers: [BulkController, JobsController],
  providers: [Bulk, MeetingEntry, JobsStore, JobsService, JobsReader, JobBell, JobChunks, JobWorker],
})
export class BulkModule {}
