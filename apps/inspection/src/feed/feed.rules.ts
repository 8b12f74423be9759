import { SEVERITIES, type CaseChange, type CaseKind, type Severity } from '#contracts';

/** An event as the feed keeps it. Positions are given in the order of commit, without gaps (README.md). */
export type FeedEvent = {
  /** Position: 1, 2, 3 … */
  _id: number;
  /** Id of the CloudEvent. */
  eventId: string;
  factId: string;
  version: number;
  hash: string;
  /** When the position was given; never before that of the position before it. */
  at: Date;
  /** The inspected unit first, the root last, on the local day of the event. */
  path: string[];
  kind: CaseKind;
  change: CaseChange;
  severity: Severity | null;
  /** The CloudEvent exactly as on Kafka. */
  event: string;
};

/** What a subscriber asked for. */
export type Subscription = {
  unit: string;
  changes?: readonly CaseChange[];
  kind?: CaseKind;
  /** The least grave that is sent; events without a severity are then left out. */
  severity?: Severity;
};

/** Whether an event is a subscriber's: in the subtree as it was at the event, and of the chosen kinds. */
export function matches(
  { unit, changes, kind, severity }: Subscription,
  event: Pick<FeedEvent, 'path' | 'change' | 'kind' | 'severity'>,
): boolean {
  if (!event.path.includes(unit)) return false;
  if (changes && !changes.includes(event.change)) return false;
  if (kind && event.kind !== kind) return false;
  if (!severity) return true;
  return event.severity !== null && SEVERITIES.indexOf(event.severity) >= SEVERITIES.indexOf(severity);
}

/** Where a subscriber goes on: after a position, or after an event that it saw. */
export type ResumePoint = { position: number } | { eventId: string };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a Last-Event-ID; 'none' when the client saw nothing yet, 'malformed' when it is none of ours. */
export function resumePoint(text: string | undefined): ResumePoint | 'none' | 'malformed' {
  if (text === undefined || text === '') return 'none';
  if (/^@\d{1,15}$/.test(text)) return { position: Number(text.slice(1)) };
  return UUID.test(text) ? { eventId: text.toLowerCase() } : 'malformed';
}

/** One frame of an event stream. A line break inside the data (white space of JSON) becomes a further data line. */
export function frame(fields: { id?: string; event?: string; data?: string }): string {
  const lines: string[] = [];
  if (fields.id !== undefined) lines.push(`id: ${fields.id}`);
  if (fields.event !== undefined) lines.push(`event: ${fields.event}`);
  if (fields.data !== undefined) lines.push(...fields.data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`));
  return `${lines.join('\n')}\n\n`;
}

export const eventFrame = ({ eventId, change, event }: FeedEvent): string =>
  frame({ id: eventId, event: `case-${change}`, data: event });

/** Limits and rhythms of streams; stated in the route's description and tested. */
export const STREAM_LIMITS = {
  perPerson: 5,
  perProcess: 500,
  /** Below the 30–60 s after which proxies drop what is silent. */
  heartbeatMs: 15_000,
  rightsMs: 30_000,
  pollMs: 200,
  /** Events read at a time. */
  page: 200,
  /** What may wait for one slow consumer before its connection is ended. */
  bufferBytes: 1_048_576,
  /** How long a resuming consumer may take for what waits for it. */
  drainMs: 30_000,
};
export type StreamLimits = typeof STREAM_LIMITS;

/** Days that events are kept to resume from. */
export const KEEP_DAYS = 30;
