import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.js';
import { CasesReader } from './cases.reader.js';

@Module({ controllers: [CasesController], providers: [CasesReader] })
export class CasesModule {}
