import type { Reply } from '#testing';
import type { OracleFacts } from '../../oracles/facts.js';
import { addSession, type OracleSession } from '../../oracles/sessions.js';

type Item = OracleSession['items'][number] & { itemId: string };
export type KnownSession = Omit<OracleSession, 'items'> & {
  items: Item[];
  version: number;
  receipt: string;
  busy: boolean;
};

/** Sessions of committees as last acknowledged: part of what a run knows. */
export class SessionsKnown {
  readonly sessions = new Map<string, KnownSession>();

  get all(): { receipt: string }[] {
    return [...this.sessions.values()];
  }

  addTo(facts: OracleFacts): void {
    for (const session of this.sessions.values()) addSession(facts, session);
  }

  accepted({ body }: Reply): void {
    const known = body as unknown as KnownSession;
    this.sessions.set(known.id, { ...known, busy: this.sessions.get(known.id)?.busy ?? false });
  }
}
