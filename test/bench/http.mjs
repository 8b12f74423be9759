// Requests of many clients over connections that are kept, and what they took.
import { Agent, request } from 'node:http';

/** One request; answers {status, body, ms}. */
export function send(agent, { method, url, token, body, headers = {} }) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        },
      },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const ms = performance.now() - begun;
          resolve({ status: response.statusCode, text: Buffer.concat(parts).toString(), ms });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

export const keptConnections = (clients) => new Agent({ keepAlive: true, maxSockets: clients });

/** `clients` at once send what `next()` makes, each the next when the last is answered, until it makes nothing more. */
export async function closedLoop(clients, next, wanted) {
  const agent = keptConnections(clients);
  const times = [];
  const begun = performance.now();
  const one = async () => {
    for (let what = next(); what; what = next()) {
      const { status, text, ms } = await send(agent, what);
      if (status !== wanted) throw new Error(`${what.method} ${what.url}: ${status} ${text.slice(0, 500)}`);
      times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  agent.destroy();
  const seconds = (performance.now() - begun) / 1000;
  return { count: times.length, seconds, perSecond: times.length / seconds, ...percentiles(times) };
}

export function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
