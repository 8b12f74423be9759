import { Module } from '@nestjs/common';
import { NarrativeReads } from './narrative-reads.js';

/** For every feature that keeps free texts; the noting of reads is one for all. */
@Module({ providers: [NarrativeReads], exports: [NarrativeReads] })
export class NarrativeModule {}
