// A meeting logged in a ward is in the figures above it, exactly, in moments; and one entered years late is in the
// figures of the tree as it was then.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { localDate, localInstant, quarterOf, startOf, weekOf } from '../dates.mjs';
import { demoId } from '../ids.mjs';
import { attendance } from '../meetings.mjs';
import { differing, figures, watched } from './figures.mjs';

const MEASURE = 'meetings.held';
const MINUTE = 60_000;

/**
 * A meeting of today that has ended: up to 95 minutes that end a moment ago. Just after midnight today is too young
 * for one, so it waits until today is a minute old.
 */
export async function meetingOfToday(clock = Date.now, wait = pause) {
  const young = startOf(localDate(clock())) + MINUTE + 1_000 - clock();
  if (young > 0) await wait(young);
  const now = clock();
  const today = startOf(localDate(now));
  const end = Math.floor((now - 1_000) / 1_000) * 1_000;
  const start = Math.max(today, end - 95 * MINUTE);
  return { date: localDate(start), startsAt: localInstant(start), endsAt: localInstant(end) };
}

const LATE = { date: '2020-11-12', startsAt: '2020-11-12T19:30:00+07:00', endsAt: '2020-11-12T21:05:00+07:00' };

export const meetingProofs = [
  {
    name: 'today',
    clerk: 'demo-clerk-my-phong',
    branch: 'DT-MP-06',
    above: { ward: 'DT-MP', province: 'DT', centre: 'TW' },
    when: () => meetingOfToday(),
  },
  {
    name: 'late-entry-2020',
    clerk: 'demo-clerk-vinh-niem',
    branch: 'HP-VN-06',
    above: { ward: 'HP-VN', district: 'HP-LC', province: 'HP', centre: 'TW' },
    when: () => LATE,
  },
].map((one) => ({
  name: one.name,
  what: `a meeting in ${one.branch}`,
  run: (http, where) => proveMeeting(http, where, one),
}));

const periodsOf = (date) => [date, weekOf(date), quarterOf(date)];

async function proveMeeting(http, { meetings, reports }, { name, clerk, branch, above, when }) {
  const { date, startsAt, endsAt } = await when();
  const asked = Object.entries(above).flatMap(([level, code]) =>
    periodsOf(date).map((period) => ({ level, code, period, measure: MEASURE })),
  );
  const before = await figures(http, reports, asked);
  const body = {
    id: randomUUID(),
    unitId: demoId(branch),
    kind: 'extraordinary',
    startsAt,
    endsAt,
    closing: { attendance: attendance(`proof:${branch}`) },
  };
  const answer = await http.expecting([201], clerk, 'POST', `${meetings}/v1/meetings`, { body });
  const after = await watched(http, reports, asked, answer.body.receipt);
  const rows = asked.map(({ level, code, period }, index) => ({
    level,
    unit: code,
    period,
    before: before[index],
    after: after[index].value,
    ms: after[index].ms,
  }));
  const line = {
    meeting: name,
    date,
    branch,
    measure: MEASURE,
    ok: rows.every((row) => row.after === row.before + 1),
    msToVisible: Math.max(...rows.map(({ ms }) => ms)),
    figures: rows,
  };
  return { line, undo: () => voidMeeting() };

  async function voidMeeting() {
    const voided = await http.expecting([200, 201], clerk, 'POST', `${meetings}/v1/meetings/${body.id}/void`, {
      body: { reason: 'Logged as a proof at start' },
      ifMatch: answer.body.version,
    });
    return differing(asked, before, await figures(http, reports, asked, voided.body.receipt));
  }
}
