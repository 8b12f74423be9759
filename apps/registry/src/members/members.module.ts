import './members.texts.js';
import { Module } from '@nestjs/common';
import { MemberHooks } from './member-hooks.js';
import { MemberReadsController } from './member-reads.controller.js';
import { MemberWriter } from './member-writer.js';
import { MembersController } from './members.controller.js';
import { MembersReader } from './members.reader.js';
import { MembersService } from './members.service.js';
import { MembersStore } from './members.store.js';
import { PeopleAccess } from './people-access.js';
import { ReadLog } from './read-log.js';
import { RollController } from './roll.controller.js';
import { RollReader } from './roll.reader.js';
import { SearchReader } from './search.reader.js';

@Module({
  controllers: [RollController, MembersController, MemberReadsController],
  providers: [
    MembersService,
    MembersReader,
    RollReader,
    SearchReader,
    MembersStore,
    MemberWriter,
    MemberHooks,
    PeopleAccess,
    ReadLog,
  ],
  exports: [MembersStore, MemberWriter, MemberHooks, PeopleAccess, ReadLog],
})
export class MembersModule {}
