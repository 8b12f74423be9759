// Meetings over REST: how many a second are accepted, and how long until each is visible in the province's quarter.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { closedLoop, keptConnections, percentiles, send } from './http.mjs';
import { meetingOf, places } from './facts.mjs';
import { rollupUrl } from './check.mjs';

const CLIENTS = 32;
/** One in so many is asked for: asking is a load too. */
const PROBED = 4;

/** Bodies of meetings that took place, from the generator's stream, with a part of it left out. */
export function* bodies(nation, from = 0) {
  let skipped = 0;
  for (const place of places(nation, { shape: 'steady', count: Infinity })) {
    if (skipped++ < from) continue;
    const meeting = meetingOf(nation, place, 1);
    const { unitId, kind, startsAt, endsAt, attendance } = meeting;
    const { source: _, ...counts } = attendance;
    yield { place, date: meeting.date, body: { unitId, kind, startsAt, endsAt, closing: { attendance: counts } } };
  }
}

/** Sends `count` meetings as fast as 16 clients can. */
export function accept({ url, token }, nation, count) {
  const made = bodies(nation);
  let left = count;
  const next = () =>
    left-- > 0
      ? {
          method: 'POST',
          url: `${url}/v1/meetings`,
          token,
          body: made.next().value.body,
          headers: { 'idempotency-key': randomUUID() },
        }
      : null;
  return closedLoop(CLIENTS, next, 201);
}

/**
 * Sends meetings at a steady rate; some are then asked for by their receipt in their province's quarter. The time runs
 * from the moment at which the request was due, so that a service that falls behind shows it.
 */
export async function visible({ meetings, reports, token }, nation, { perSecond, seconds, from }) {
  const agent = keptConnections(64);
  const times = [];
  const begun = performance.now();
  const running = [];
  const made = bodies(nation, from);
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = begun + (n * 1000) / perSecond;
    if (due > performance.now()) await pause(due - performance.now());
    const sent = one(due, made.next().value, n % PROBED === 0);
    // Told of below, when all are awaited: until then a failure is nobody's.
    sent.catch(() => undefined);
    running.push(sent);
  }
  await Promise.all(running);
  agent.destroy();
  return { count: times.length, ...percentiles(times) };

  async function one(due, { place, date, body }, probed) {
    const url = `${meetings}/v1/meetings`;
    const headers = { 'idempotency-key': randomUUID() };
    const written = await send(agent, { method: 'POST', url, token, body, headers });
    if (written.status !== 201) throw new Error(`${url}: ${written.status} ${written.text.slice(0, 300)}`);
    if (!probed) return;
    const { receipt } = JSON.parse(written.text);
    const province = nation.provinceId(nation.provinceOf[nation.communeOf[place.branch]]);
    const period = `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    const asked = rollupUrl(reports, province, { period, receipt, wait: '10s', measures: 'meetings.held' });
    await untilApplied(agent, asked, token);
    times.push(performance.now() - due);
  }
}

/** A machine that is busy with others may take longer than one question waits. */
async function untilApplied(agent, url, token) {
  for (let tries = 0; tries < 12; tries += 1) {
    const { status, text } = await send(agent, { method: 'GET', url, token });
    if (status !== 200) throw new Error(`${url}: ${status} ${text.slice(0, 300)}`);
    const { receipt } = JSON.parse(text);
    if (receipt.status === 'applied') return;
    if (receipt.status !== 'pending') throw new Error(`${url}: the receipt is ${receipt.status}`);
  }
  throw new Error(`${url}: not visible after two minutes`);
}
