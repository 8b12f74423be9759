/** What went wrong, in the words of a domain, without HTTP: the filter of libs/http maps a kind to a status. */
export type RefusalKind =
  | 'malformed'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'gone'
  | 'too-large'
  | 'too-many'
  | 'unprocessable'
  | 'unavailable';

/**
 * One offending field: its path in the request (`attendance.present`) and a stable code of what is wrong with it.
 * `successors`: units that go on with the one that the field names and that has ended.
 */
export type FieldFault = { path: string; code: string; successors?: readonly string[] };

/**
 * An expected "no", with a stable code that clients can rely on. Its text, in Vietnamese and English, is registered
 * beside the rule that raises it. `params` fill the text and must hold no personal value.
 */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    readonly params: Readonly<Record<string, string | number>> = {},
    readonly fields: readonly FieldFault[] = [],
    /** Seconds after which the same request may go through. */
    readonly retryAfter?: number,
  ) {
    super(code);
    this.name = 'Refusal';
  }
}

/** One field of a request, well formed, that is against a rule: the code says of both what is wrong. */
export const refused = (code: string, path: string, params: Refusal['params'] = {}): Refusal =>
  new Refusal('unprocessable', code, params, [{ path, code }]);

/** Why something is changed or voided must be said. @throws Refusal reason-required (422) */
export function requireReason(reason: string): void {
  if (reason.trim() === '') throw refused('reason-required', 'reason');
}
