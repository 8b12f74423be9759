import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { eventLogger } from '../logger.js';
import { parseTraceparent, type TraceContext } from '../trace.js';
import type { OpenSpan, SpanEnd, SpanSink, SpanStart } from './spans.js';

const log = eventLogger('traces');
const KINDS = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * The OpenTelemetry SDK behind our own port. Only `startTracing` imports this file, and only when an endpoint is set: it
 * loads some thirty packages. Nothing is detected or instrumented by itself, since hosts, command lines and addresses of
 * requests would go out with it.
 */
export function otelSink(service: string, endpoint: string): SpanSink {
  tellTroubles();
  const sdk = new NodeSDK({
    serviceName: service,
    autoDetectResources: false,
    instrumentations: [],
    metricReaders: [],
    logRecordProcessors: [],
    textMapPropagator: null,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
  });
  sdk.start();
  const tracer = trace.getTracer('lien-cap');
  return { open: (start) => opened(tracer, start), close: () => sdk.shutdown() };
}

/** A collector that is away costs spans, never requests; it is said, without what was to be sent. */
function tellTroubles(): void {
  const quiet = () => undefined;
  const warn = (message: string) => log.warn({ event: 'traces.not-exported', reason: message.slice(0, 200) });
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
}

const remote = (traceparent: string | null | undefined): SpanContext | undefined => {
  const parsed = parseTraceparent(traceparent ?? undefined);
  return parsed && { ...parsed, traceFlags: Number.parseInt(parsed.flags, 16), isRemote: true };
};

function opened(tracer: Tracer, { name, kind, fields, parent, links = [] }: SpanStart): OpenSpan {
  const above = remote(parent);
  const span = tracer.startSpan(
    name,
    {
      kind: KINDS[kind],
      ...(fields ? { attributes: fields } : {}),
      links: links.flatMap((link) => remote(link) ?? []).map((context) => ({ context })),
    },
    above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT,
  );
  return { context: contextOf(span.spanContext()), end: (how) => ended(span, how) };
}

const contextOf = ({ traceId, spanId, traceFlags }: SpanContext): TraceContext => ({
  traceId,
  traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
});

function ended(span: Span, { name, fields, error }: SpanEnd = {}): void {
  if (name) span.updateName(name);
  if (fields) span.setAttributes(fields);
  if (error) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
