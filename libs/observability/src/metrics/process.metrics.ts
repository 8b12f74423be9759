import { collectDefaultMetrics } from 'prom-client';
import { metricsRegistry } from './registry.js';

/** The usual 10 ms would wake an idle process a hundred times a second; a blocked event loop is seen as well by this. */
const EVENT_LOOP_PRECISION_MS = 100;

/** Names this process in every metric, and begins its memory, CPU, garbage and event loop. Once, when a service boots. */
export function startProcessMetrics(service: string): void {
  metricsRegistry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metricsRegistry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
}
