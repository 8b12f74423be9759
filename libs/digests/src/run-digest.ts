import { createHash, type Hash } from 'node:crypto';
import { EVENTS, type EventType } from '#contracts';
import { canonicalJson, sha256 } from '#http';

/** Count and hash of a run of facts in the order of their ids: what source and figures compare. */
export class RunDigest {
  #count = 0;
  readonly #hash: Hash = createHash('sha256');

  add(fact: { id: string; version: number; hash: string | null }): void {
    this.#count += 1;
    this.#hash.update(`${fact.id} ${fact.version} ${fact.hash ?? '-'}\n`);
  }

  get count(): number {
    return this.#count;
  }

  /** Ends the run. */
  end(): { count: number; hash: string } {
    return { count: this.#count, hash: this.#hash.digest('hex') };
  }
}

/** The hash that a reader makes of an event's data as sent (libs/messaging, parse-record): the outbox sends it parsed. */
export const contentHash = (type: EventType, data: object): string =>
  sha256(canonicalJson(EVENTS[type].schema.parse(data)));
