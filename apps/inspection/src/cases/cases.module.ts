import './cases.texts.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { CASE_VERSIONS, CASES, caseSchema, caseVersionSchema } from './case.schema.js';
import { CaseWriter } from './case-writer.js';
import { CasesController } from './cases.controller.js';
import { CasesReader } from './cases.reader.js';
import { CasesService } from './cases.service.js';
import { CasesImpact } from './cases-impact.js';
import { OpenCasesFollower } from './open-cases.follower.js';
import { NarrativeReads } from './narrative-reads.js';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: CASES, schema: caseSchema },
      { name: CASE_VERSIONS, schema: caseVersionSchema },
    ]),
  ],
  controllers: [CasesController],
  providers: [CaseWriter, OpenCasesFollower, CasesImpact, CasesService, CasesReader, NarrativeReads],
})
export class CasesModule {}
