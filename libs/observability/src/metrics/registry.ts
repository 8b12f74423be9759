import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { eventLogger } from '../logger.js';

/** All metrics of this process. Each is defined in a `*.metrics.ts` beside what it counts. */
export const metricsRegistry = new Registry();

type Definition<L extends string> = { name: string; help: string; labels?: readonly L[] };

/** A gauge without labels is 0 from the start: to show nothing it has to be told so. */
const unlabelled = new WeakSet<Gauge>();

export const counter = <L extends string = never>({ name, help, labels = [] }: Definition<L>): Counter<L> =>
  new Counter({ name, help, labelNames: [...labels], registers: [metricsRegistry] });

export function gauge<L extends string = never>({ name, help, labels = [] }: Definition<L>): Gauge<L> {
  const made = new Gauge({ name, help, labelNames: [...labels], registers: [metricsRegistry] });
  if (labels.length === 0) unlabelled.add(made);
  return made;
}

export const histogram = <L extends string = never>({
  name,
  help,
  labels = [],
  buckets,
}: Definition<L> & { buckets: readonly number[] }): Histogram<L> =>
  new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [metricsRegistry] });

/** Gauges that are read when somebody asks, and what reads them. */
type Reading = { part: string; gauges: readonly Gauge[]; read: () => void | Promise<void> };

const log = eventLogger('metrics');
const PATIENCE_MS = 2_000;
/** However often somebody asks, the store and the broker are asked only so often. */
const FRESH_MS = 2_000;
const readings = new Set<Reading>();
let reading: Promise<void> | undefined;
let readAt = -Infinity;

const failures = counter({
  name: 'lien_cap_metrics_read_failures_total',
  help: 'Times that gauges of a part could not be read for a scrape; they are then left out',
  labels: ['part'],
});

/** Has gauges read for each scrape, so that nothing is done while nobody asks. Answers what ends it. */
export function onScrape(part: string, gauges: readonly Gauge[], read: Reading['read']): () => void {
  const entry = { part, gauges, read };
  readings.add(entry);
  return () => void readings.delete(entry);
}

/** The metrics as Prometheus reads them. A part that fails or is silent for 2 s is left out and counted. */
export async function exposition(): Promise<{ contentType: string; text: string }> {
  if (performance.now() - readAt >= FRESH_MS)
    reading ??= readAll().finally(() => {
      reading = undefined;
      readAt = performance.now();
    });
  await reading;
  return { contentType: metricsRegistry.contentType, text: await metricsRegistry.metrics() };
}

async function readAll(): Promise<void> {
  await Promise.all([...readings].map(readOne));
}

async function readOne({ part, gauges, read }: Reading): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  for (const each of gauges) clear(each);
  try {
    await Promise.race([Promise.resolve().then(read), silence]);
  } catch (err) {
    for (const each of gauges) clear(each);
    failures.inc({ part });
    log.debug({ event: 'metrics.not-read', part, err });
  } finally {
    clearTimeout(timer);
  }
}

/** What was read before is not shown as if it were so now. */
function clear(each: Gauge): void {
  each.reset();
  if (unlabelled.has(each)) each.remove();
}
