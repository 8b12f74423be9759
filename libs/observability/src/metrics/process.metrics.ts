import { collectDefaultMetrics } from 'prom-client';
import { metricsRegistry } from './registry.js';

/**
 * The usual 10 ms would wake an idle process a hundred times a second; a blocked event loop is seen as well by this.
 * It is part of what is measured: the dashboard and the alert take it off.
 */
const EVENT_LOOP_PRECISION_MS = 500;

/** Names this process in every metric, and begins its memory, CPU, garbage and event loop. Once, when a service boots. */
export function startProcessMetrics(service: string): void {
  metricsRegistry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metricsRegistry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS });
}
