import './offices.texts.js';
import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberAccess } from '../records/member-access.js';
import { OfficesController } from './offices.controller.js';
import { Offices } from './offices.service.js';

@Module({ imports: [MembersModule], controllers: [OfficesController], providers: [Offices, MemberAccess] })
export class OfficesModule {}
