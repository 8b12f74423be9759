import type { RecordBatch } from './record-batch.js';

// Nest's exception layer replaces what a handler throws by "Internal server error"; the reason is kept beside the batch.
const failures = new WeakMap<RecordBatch, unknown>();

export const noteFailure = (batch: RecordBatch, error: unknown): void => void failures.set(batch, error);

/** What the processor of this batch failed with, or else what came out of the handler. */
export const failureOf = (batch: RecordBatch, thrown: unknown): unknown => failures.get(batch) ?? thrown;

/** One line for readiness and logs. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const restful = new WeakSet<RecordBatch>();

/** The batch was watermarks alone. */
export const noteAtRest = (batch: RecordBatch): void => void restful.add(batch);
export const wasAtRest = (batch: RecordBatch): boolean => restful.has(batch);
