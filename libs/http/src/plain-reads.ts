import type { IncomingMessage, ServerResponse } from 'node:http';

const READS = ['GET', 'HEAD'];

/**
 * Leaves out what means nothing to a read: a body, of which no parser may complain (none is read without its type), and
 * `If-None-Match: *`, to which Express answers 304 with nothing, also for what has no ETag.
 */
export function plainReads({ method, headers }: IncomingMessage, _response: ServerResponse, next: () => void): void {
  if (READS.includes(method ?? '')) {
    delete headers['content-type'];
    if (headers['if-none-match']?.trim() === '*') delete headers['if-none-match'];
  }
  next();
}
