import { eventLogger } from '#observability';
import type { PortState } from './kafka-port.js';

const log = eventLogger('kafka');

/** Remembers what the last contact with a broker was like, and says so in the log when that changes. */
export class Contact {
  private current: PortState = { ok: false, reason: 'no Kafka broker was reached yet' };
  private at = -Infinity;
  /** Connections opened so far: a broker behind a new one may have less than it had. */
  connections = 0;

  get state(): PortState {
    return this.current;
  }

  ageMs(): number {
    return performance.now() - this.at;
  }

  good(): void {
    this.note({ ok: true });
  }

  bad(error: unknown): void {
    this.note({ ok: false, reason: `Kafka: ${error instanceof Error ? error.message : String(error)}` });
  }

  private note(state: PortState): void {
    if (state.ok !== this.current.ok)
      if (state.ok) log.info({ event: 'kafka.reached' });
      else log.warn({ event: 'kafka.away', reason: state.reason });
    this.current = state;
    this.at = performance.now();
  }
}
