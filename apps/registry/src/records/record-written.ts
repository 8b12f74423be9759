import type { Answer } from '#http';
import type { VersionedRecord } from './versioned-records.js';

/** The answer of a write on a record that has no event: it is in no figure, so there is no receipt to ask with. */
export const recordWritten = <T extends VersionedRecord>(record: T): Answer<T> => ({
  status: record.version === 1 ? 201 : 200,
  body: record,
  headers: { ETag: `"${record.version}"` },
});
