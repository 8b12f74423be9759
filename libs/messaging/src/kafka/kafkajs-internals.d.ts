/** The internals of kafkajs that idle-timer.ts mends. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  const RequestQueue: { prototype: { scheduleCheckPendingRequests(): void; scheduleRequestTimeoutCheck(): void } };
  export default RequestQueue;
}
