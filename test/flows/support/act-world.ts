import type { HttpClient } from '#testing';

/** Acts of reorganisation in a run. */
export class ActsKnown {
  /** Whether acts are among the commands: each takes some seconds, so only a run that goes on for long has them. */
  wanted = false;
  /** Units that ended by acts, and those that go on with them. */
  readonly ended = new Set<string>();
  readonly heirs = new Set<string>();

  constructor(readonly approver: HttpClient) {}
}
