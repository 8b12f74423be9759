import './facts.texts.js';
import { Module } from '@nestjs/common';
import { NarrativeModule } from '../narrative/narrative.module.js';
import { FactReads } from './fact-reads.js';

/** What all facts kept in versions have in common. */
@Module({ imports: [NarrativeModule], providers: [FactReads], exports: [FactReads] })
export class FactsModule {}
