import { Body, Controller, Get, Module, Param, Post, Put, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt, IsString } from 'class-validator';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '#contracts';
import { MongoModule, Store } from '#mongo';
import { LoggerModule } from '#observability';
import {
  type Answer,
  Command,
  CommandRequest,
  Commands,
  configureApp,
  httpMigrations,
  HttpModule,
  PageQuery,
  Principal,
  problemTexts,
  requireIfMatch,
  Route,
  written,
} from '../src/index.js';

problemTexts({ 'too-wide': { status: 422, vi: 'Quá rộng.', en: 'Too wide.' } });

class NoteBody {
  @IsString()
  title!: string;
  @IsInt()
  width!: number;
}

type Note = { _id: string; title: string; version: number };
/** What the commands of this process did. */
export const done = { attempts: 0, commits: 0 };

@Controller('v1/notes')
class NotesController {
  constructor(
    private readonly commands: Commands,
    private readonly store: Store,
  ) {}

  private get notes() {
    return this.store.db.collection<Note>('notes');
  }

  @Get('whoami')
  @Route({ summary: 'Say who asks', access: 'reference', answer: { description: 'The sub.' } })
  whoami(@Principal() principal: Principal): Principal {
    return principal;
  }

  @Get('fails')
  @Route({ summary: 'Fail', access: 'reference', answer: { description: 'Never.' } })
  fails(): never {
    throw new TypeError('secret internals');
  }

  @Get()
  @Route({ summary: 'List', access: 'reference', answer: { description: 'Notes.' } })
  list(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Post()
  @Route({
    summary: 'Write',
    access: 'unit',
    answer: { status: 201, description: 'It.' },
    command: 'create',
    problems: ['too-wide'],
  })
  create(@Command() command: CommandRequest, @Body() body: NoteBody): Promise<Answer<object>> {
    return this.commands.run(command, async (tx) => {
      done.attempts++;
      if (body.width > 9) throw new Refusal('unprocessable', 'too-wide', {}, [{ path: 'width', code: 'max' }]);
      tx.onCommitted(() => void done.commits++);
      await this.notes.insertOne({ _id: command.derivedId, title: body.title, version: 1 }, { session: tx.session });
      await pause(body.title === 'slow' ? 200 : 0);
      const receipt = { source: 'meetings', factId: command.derivedId, version: 1 } as const;
      return written(201, { id: command.derivedId }, { version: 1, receipt });
    });
  }

  @Put(':id')
  @Route({ summary: 'Change', access: 'unit', answer: { description: 'It.' }, command: 'change' })
  change(@Command() command: CommandRequest, @Param('id') id: string, @Body() body: NoteBody): Promise<Answer<object>> {
    return this.commands.run(command, async ({ session }) => {
      const note = await this.notes.findOne({ _id: id }, { session });
      if (!note) throw new Refusal('not-found', 'no-such-route');
      requireIfMatch(command, note.version);
      const version = note.version + 1;
      await this.notes.updateOne({ _id: id }, { $set: { title: body.title, version } }, { session });
      return written(200, { id }, { version, receipt: { source: 'meetings', factId: id, version } });
    });
  }
}

const migrations = [
  ...httpMigrations,
  { id: 1, name: 'notes', up: async (db: Store['db']) => void (await db.createCollection('notes')) },
];

/** A tiny service with everything around it that the real ones have, for tests of this lib. */
export async function startNotes(uri: string, issuer: string, rateLimit?: number): Promise<NestExpressApplication> {
  @Module({
    imports: [
      LoggerModule.forRoot('notes', 'silent'),
      MongoModule.forRoot({ uri, migrations }),
      HttpModule.forRoot({ issuer, audience: 'urn:lien-cap', rateLimit, keyCooldownMs: 300 }),
    ],
    controllers: [NotesController],
  })
  class AppModule {}
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { bufferLogs: true });
  configureApp(app, {
    service: 'notes',
    title: 'Notes',
    description: 'A service of this test.',
    issuer,
    corsOrigins: ['http://127.0.0.1:3004'],
  });
  await app.listen(0, '127.0.0.1');
  return app;
}
