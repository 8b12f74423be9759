import './liaison.texts.js';
import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberAccess } from '../records/member-access.js';
import { LiaisonController } from './liaison.controller.js';
import { Liaisons } from './liaison.service.js';

@Module({ imports: [MembersModule], controllers: [LiaisonController], providers: [Liaisons, MemberAccess] })
export class LiaisonModule {}
