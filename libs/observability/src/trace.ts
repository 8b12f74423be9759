import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** W3C trace context: `traceparent` as it goes into events, `traceId` as it goes into logs, problems and figures. */
export type TraceContext = { traceparent: string; traceId: string };

const storage = new AsyncLocalStorage<TraceContext>();
// Version 00 and an id of all zeroes are excluded by the W3C rule; later versions may carry more fields, which are dropped.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The fields of a traceparent; undefined when it is malformed. */
export function parseTraceparent(
  traceparent: string | undefined,
): { traceId: string; spanId: string; flags: string } | undefined {
  const match = TRACEPARENT.exec(traceparent ?? '');
  return match ? { traceId: match[1]!, spanId: match[2]!, flags: match[3]! } : undefined;
}

const contextOf = (traceId: string, flags: string): TraceContext => ({
  traceId,
  traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}`,
});

/** A span below the given traceparent, or the first span of a new trace when there is none or it is malformed. */
export function below(traceparent: string | undefined): TraceContext {
  const parent = parseTraceparent(traceparent);
  return parent ? contextOf(parent.traceId, parent.flags) : contextOf(randomBytes(16).toString('hex'), '01');
}

/** The trace of the current request or batch; outside of one, a new trace. */
export const traceContext = (): TraceContext => storage.getStore() ?? below(undefined);

/** The id of the current trace, or undefined outside of one. */
export const currentTraceId = (): string | undefined => storage.getStore()?.traceId;

/** The traceparent of the current span, or undefined outside of one. */
export const currentTraceparent = (): string | undefined => storage.getStore()?.traceparent;

/** Runs `work`, with all it awaits, in this very context. */
export const runInTrace = <T>(context: TraceContext, work: () => T): T => storage.run(context, work);

/** Runs `work`, with all it awaits, as a span below `traceparent`; without one, as the start of a trace. */
export const runWithTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  runInTrace(below(traceparent), work);

/** The traceparent of a new span below the current one, to hand to another process. */
export const childTraceparent = (): string => below(traceContext().traceparent).traceparent;
