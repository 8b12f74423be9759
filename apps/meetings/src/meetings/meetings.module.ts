import './meetings.texts.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MEETING_VERSIONS, MEETINGS, meetingSchema, meetingVersionSchema } from './meeting.schema.js';
import { MeetingDependents } from './meeting-dependents.js';
import { MeetingWriter } from './meeting-writer.js';
import { MeetingsController } from './meetings.controller.js';
import { MeetingsReader } from './meetings.reader.js';
import { PlannedMeetingsFollower } from './planned-meetings.follower.js';
import { MeetingsService } from './meetings.service.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: MEETINGS, schema: meetingSchema },
      { name: MEETING_VERSIONS, schema: meetingVersionSchema },
    ]),
  ],
  controllers: [MeetingsController],
  providers: [MeetingsService, MeetingsReader, MeetingWriter, MeetingDependents, PlannedMeetingsFollower],
  exports: [MeetingsService, MeetingsReader, MeetingWriter, MeetingDependents],
})
export class MeetingsModule {}
