import type { Reply } from '#testing';
import { addOpinion, addResolution, type OracleOpinion, type OracleResolution } from '../../oracles/followup.js';
import type { OracleFacts } from '../../oracles/facts.js';

type Known<T> = T & { version: number; receipt: string; busy: boolean };
export type KnownResolution = Known<OracleResolution>;
export type KnownOpinion = Known<OracleOpinion> & { meetingId: string | null };

/** Resolutions and opinions as last acknowledged: part of what a run knows. */
export class FollowupKnown {
  readonly resolutions = new Map<string, KnownResolution>();
  readonly opinions = new Map<string, KnownOpinion>();

  get all(): { receipt: string }[] {
    return [...this.resolutions.values(), ...this.opinions.values()];
  }

  addTo(facts: OracleFacts): void {
    for (const resolution of this.resolutions.values()) addResolution(facts, resolution);
    for (const opinion of this.opinions.values()) addOpinion(facts, opinion);
  }

  resolutionAccepted({ body }: Reply): void {
    const known = body as unknown as KnownResolution;
    this.resolutions.set(known.id, { ...known, busy: this.resolutions.get(known.id)?.busy ?? false });
  }

  opinionAccepted({ body }: Reply): void {
    const known = body as unknown as KnownOpinion;
    this.opinions.set(known.id, { ...known, busy: this.opinions.get(known.id)?.busy ?? false });
  }
}
