import { eventLogger } from '../logger.js';
import { useSpanSink } from './spans.js';

const log = eventLogger('traces');
const FLUSH_MS = 3_000;

/** Sends spans to an OTLP endpoint from now on; without one nothing is loaded. Once, when a service boots. */
export async function startTracing(service: string, endpoint: string | null): Promise<void> {
  if (!endpoint) return;
  const { otelSink } = await import('./otel.js');
  useSpanSink(otelSink(service, endpoint));
  log.info({ event: 'traces.sent', to: endpoint });
}

/** Sends what is left, for 3 s at most: a collector that is away must not hold up the end. */
export async function stopTracing(): Promise<void> {
  const sink = useSpanSink(null);
  if (!sink) return;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_MS)));
  const flushed = sink.close().catch((err: unknown) => log.warn({ event: 'traces.not-flushed', err }));
  await Promise.race([flushed, enough]);
  clearTimeout(timer);
}
