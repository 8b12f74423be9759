import { counter, histogram } from './registry.js';

const requests = counter({
  name: 'lien_cap_http_requests_total',
  help: 'Requests answered, by route template; 499 when the client left before the answer was out',
  labels: ['method', 'route', 'status'],
});

const seconds = histogram({
  name: 'lien_cap_http_request_duration_seconds',
  help: 'Time from the request to its last byte, without event streams',
  labels: ['method', 'route'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export type AnsweredRequest = {
  method: string;
  /** The template of the route; undefined: none matched, or it was refused before. Never the path itself. */
  route: string | undefined;
  status: number;
  seconds: number;
  /** An event stream ends when its client leaves: its length says nothing. */
  stream: boolean;
};

export function countRequest({ method, route = '(none)', status, seconds: took, stream }: AnsweredRequest): void {
  // A client may invent methods, and each would be a series of its own.
  const known = METHODS.has(method) ? method : 'OTHER';
  requests.inc({ method: known, route, status: String(status) });
  if (!stream) seconds.observe({ method: known, route }, took);
}
