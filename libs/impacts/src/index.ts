export * from './act-checks.js';
export * from './act-checks.handler.js';
export * from './impact-counters.js';
export * from './impacts.module.js';
export { ImpactsWorker, touchedBy, type AnsweringService } from './impacts.worker.js';
