import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

type InFlight = { sentAt: number; requestTimeout: number; timeoutRequest(): void };
type Queue = {
  enforceRequestTimeout: boolean;
  requestTimeoutIntervalId: NodeJS.Timeout | undefined;
  inflight: Map<number, InFlight>;
  isConnected(): boolean;
  destroy(): void;
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
};

const CHECK_EVERY_MS = 10;
const TIMEOUT_CHECK_EVERY_MS = 2_500;

/** Armed only while a request waits; a request in flight looks at the queue by itself when it is answered. */
function scheduleWhenPending(this: Queue): void {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : CHECK_EVERY_MS,
  );
}

/** As kafkajs does, only not ten times a second: no request of ours may take less than 3 s. */
function checkTimeoutsRarely(this: Queue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  this.requestTimeoutIntervalId = setInterval(() => {
    for (const request of this.inflight.values())
      if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    if (!this.isConnected()) this.destroy();
  }, TIMEOUT_CHECK_EVERY_MS);
}

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for ever (its issues 1604 and 1704, pull request 1667): about 880
 * wake-ups a second for each connection, 4–5 % of a core in an idle process. And it looks ten times a second for requests
 * that are not answered. Replaces both methods for this process.
 */
export function quietRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleWhenPending;
  RequestQueue.prototype.scheduleRequestTimeoutCheck = checkTimeoutsRarely;
}
