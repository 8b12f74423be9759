import './cases.texts.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CASE_VERSIONS, CASES, caseSchema, caseVersionSchema } from './case.schema.js';
import { CasesController } from './cases.controller.js';
import { CasesReader } from './cases.reader.js';
import { CasesService } from './cases.service.js';
import { NarrativeReads } from './narrative-reads.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: CASES, schema: caseSchema },
      { name: CASE_VERSIONS, schema: caseVersionSchema },
    ]),
  ],
  controllers: [CasesController],
  providers: [CasesService, CasesReader, NarrativeReads],
})
export class CasesModule {}
