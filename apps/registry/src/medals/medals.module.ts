import './medals.texts.js';
import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { MemberAccess } from '../records/member-access.js';
import { MedalsController } from './medals.controller.js';
import { Medals } from './medals.service.js';

@Module({ imports: [MembersModule], controllers: [MedalsController], providers: [Medals, MemberAccess] })
export class MedalsModule {}
