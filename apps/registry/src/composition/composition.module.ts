import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { CompositionStore } from './composition.store.js';

@Module({ imports: [MembersModule], providers: [CompositionStore] })
export class CompositionModule {}
