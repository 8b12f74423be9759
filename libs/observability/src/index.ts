export { LoggerModule } from './logger.module.js';
export { buildLogger, createLogger, eventLogger, EventLogger } from './logger.js';
export type { EventFields, LogLevel } from './logger.js';
export { requestLog } from './request-log.js';
export { safePath } from './safe-path.js';
export { errorFields } from './redaction.js';
export { childTraceparent, currentTraceId, runWithTrace, traceContext } from './trace.js';
export type { TraceContext } from './trace.js';
