import { pino, type DestinationStream, type Logger } from 'pino';
import { CENSOR, errorFields, REDACTED_PATHS } from './redaction.js';
import { currentTraceId } from './trace.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** JSON lines: time, level, service, traceId where there is one, and the fields of the caller. */
export function buildLogger(service: string, level: LogLevel, to?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorFields },
    redact: { paths: REDACTED_PATHS, censor: CENSOR },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId ? { traceId } : {};
    },
  };
  return to ? pino(options, to) : pino(options);
}

// Until a service names itself (unit tests, scripts) only what matters is said.
let root: Logger = buildLogger('lien-cap', 'error');

/** Makes the logger of this process; every {@link eventLogger}, also those made before, logs through it from then on. */
export function createLogger(service: string, level: LogLevel = 'info', to?: DestinationStream): Logger {
  root = buildLogger(service, level, to);
  return root;
}

/** Fields of a line. `event` is its stable id, `relay.batch-sent`; `err` an error; the rest ids and numbers, never values of persons. */
export type EventFields = { event: string; err?: unknown; [field: string]: unknown };

/** Logs declared, named events: `log.warn({ event: 'relay.broker-away', err })`. */
export class EventLogger {
  constructor(private readonly component: string) {}
  debug = (fields: EventFields, text?: string): void => this.write('debug', fields, text);
  info = (fields: EventFields, text?: string): void => this.write('info', fields, text);
  warn = (fields: EventFields, text?: string): void => this.write('warn', fields, text);
  error = (fields: EventFields, text?: string): void => this.write('error', fields, text);
  fatal = (fields: EventFields, text?: string): void => this.write('fatal', fields, text);

  private write(level: 'debug' | 'info' | 'warn' | 'error' | 'fatal', fields: EventFields, text?: string): void {
    root[level]({ component: this.component, ...fields }, text ?? fields.event);
  }
}

/** A logger for one part (`outbox`, `tree`), usable before the service has named itself. */
export const eventLogger = (component: string): EventLogger => new EventLogger(component);
