import type { Store } from '#mongo';
import { Injectable } from '@nestjs/common';
import type { BatchApplier, RecordBatch } from './record-batch.js';

@Injectable()
export class BatchProcessor {
  constructor(protected readonly deps: { store: Store }) {}

  async process(_batch: RecordBatch, _applier: BatchApplier): Promise<void> {
    throw new Error('not yet');
  }
}
