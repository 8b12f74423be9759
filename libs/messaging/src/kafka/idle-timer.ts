import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

type Queue = {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
};

const CHECK_EVERY_MS = 10;

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

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for ever (its issues 1604 and 1704, pull request 1667): about 880
 * wake-ups a second for each connection, 4–5 % of a core in an idle process. Replaces that method for this process.
 */
export function quietRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = scheduleWhenPending;
}
