import './sessions.texts.js';
import { Module } from '@nestjs/common';
import { FactsModule } from '../facts/facts.module.js';
import { MinutesBooks } from './minutes-book.js';
import { MinutesBookController } from './minutes-book.controller.js';
import { SessionReadsController } from './session-reads.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsReader } from './sessions.reader.js';
import { SessionsService } from './sessions.service.js';

/** Sessions of committees: drafts, votes item by item, questions, minutes in a book. */
@Module({
  imports: [FactsModule],
  controllers: [SessionsController, SessionReadsController, MinutesBookController],
  providers: [SessionsService, SessionsReader, MinutesBooks],
})
export class SessionsModule {}
