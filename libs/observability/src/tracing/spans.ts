import { below, currentTraceparent, runInTrace, type TraceContext } from '../trace.js';

export type SpanKind = 'server' | 'internal' | 'producer' | 'consumer';
/** Ids, codes, names of routes and topics, numbers: never a value of a person. */
export type SpanFields = Record<string, string | number | boolean>;

export type SpanStart = {
  name: string;
  kind: SpanKind;
  fields?: SpanFields;
  /** A traceparent; when absent, the current span; null: the start of a trace. */
  parent?: string | null;
  /** Traceparents of what this span also belongs to. */
  links?: readonly string[];
};

/** How a span ended: `error` is a code or the name of an error, never its message. */
export type SpanEnd = { name?: string; fields?: SpanFields; error?: string };

export type OpenSpan = { context: TraceContext; end(how?: SpanEnd): void };

/** Where spans go; made by `startTracing`. */
export type SpanSink = { open(start: SpanStart): OpenSpan; close(): Promise<void> };

let sink: SpanSink | null = null;

/** Sends spans there from now on; null: nowhere. Answers what was there before. */
export function useSpanSink(next: SpanSink | null): SpanSink | null {
  const before = sink;
  sink = next;
  return before;
}

/** Opens a span that ends elsewhere; null while nothing is traced. */
export const openSpan = (start: SpanStart): OpenSpan | null =>
  sink?.open({ parent: currentTraceparent() ?? null, ...start }) ?? null;

/** Runs `work` as a span below the current one. While nothing is traced it only runs it. */
export const inSpan = <T>(start: SpanStart, work: () => Promise<T>): Promise<T> =>
  sink ? inSpans(() => [start], work) : work();

/**
 * Runs `work` as several spans at once, each in a trace of its own: a batch works for many. What it logs and starts is
 * of the first. `starts` is asked only while something is traced.
 */
export async function inSpans<T>(starts: () => readonly SpanStart[], work: () => Promise<T>): Promise<T> {
  const open = sink ? starts().flatMap((start) => openSpan(start) ?? []) : [];
  if (open.length === 0) return work();
  try {
    const result = await runInTrace(open[0]!.context, work);
    for (const span of open) span.end();
    return result;
  } catch (error) {
    for (const span of open) span.end({ error: nameOf(error) });
    throw error;
  }
}

/** The context of a request's span, or, while nothing is traced, one made up: logs and events carry it all the same. */
export const contextOf = (span: OpenSpan | null, traceparent: string | undefined): TraceContext =>
  span?.context ?? below(traceparent);

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
