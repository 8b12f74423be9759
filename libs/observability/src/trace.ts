import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: `traceparent` as it goes into events, `traceId` as it goes into logs, problems and figures. */
export type TraceContext = { traceparent: string; traceId: string };

const storage = new AsyncLocalStorage<TraceContext>();
// Version 00 and an id of all zeroes are excluded by the W3C rule; later versions may carry more fields, which are dropped.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

const contextOf = (traceId: string, flags: string): TraceContext => ({
  traceId,
  traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}`,
});

/** A span below the given traceparent, or the first span of a new trace when there is none or it is malformed. */
function below(traceparent: string | undefined): TraceContext {
  const match = TRACEPARENT.exec(traceparent ?? '');
  return match ? contextOf(match[1]!, match[2]!) : contextOf(randomBytes(16).toString('hex'), '01');
}

/** The trace of the current request or batch; outside of one, a new trace. */
export const traceContext = (): TraceContext => storage.getStore() ?? below(undefined);

/** The id of the current trace, or undefined outside of one. */
export const currentTraceId = (): string | undefined => storage.getStore()?.traceId;

/** Runs `work`, with all it awaits, as a span below `traceparent`; without one, as the start of a trace. */
export const runWithTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  storage.run(below(traceparent), work);

/** The traceparent of a new span below the current one, to hand to another process. */
export const childTraceparent = (): string => below(traceContext().traceparent).traceparent;
