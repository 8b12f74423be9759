import './bulk.texts.js';
import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberAccess } from '../records/member-access.js';
import { BulkController } from './bulk.controller.js';
import { Bulk } from './bulk.service.js';
import { DuplicatesController } from './duplicates.controller.js';
import { DuplicatesReader } from './duplicates.reader.js';
import { DuplicatesStore } from './duplicates.store.js';

@Module({
  imports: [MembersModule],
  controllers: [BulkController, DuplicatesController],
  providers: [Bulk, DuplicatesStore, DuplicatesReader, MemberAccess],
})
export class BulkModule {}
