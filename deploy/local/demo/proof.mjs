// One live proof: a meeting logged in a ward is in the figures above it, exactly, in moments; and one entered years
// late is in the figures of the tree as it was then. Both are voided at the end and every figure must be as before.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { client } from './client.mjs';
import { localDate, localInstant, quarterOf, startOf, weekOf } from './dates.mjs';
import { demoId } from './ids.mjs';
import { attendance } from './meetings.mjs';

const READER = 'demo-operator-centre';
const MEASURE = 'meetings.held';
const MINUTE = 60_000;
const VISIBLE_WITHIN = 30_000;

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

const cases = (today) => [
  {
    name: 'today',
    clerk: 'demo-clerk-my-phong',
    branch: 'DT-MP-06',
    above: [
      ['ward', 'DT-MP'],
      ['province', 'DT'],
      ['centre', 'TW'],
    ],
    when: today,
  },
  {
    name: 'late-entry-2020',
    clerk: 'demo-clerk-vinh-niem',
    branch: 'HP-VN-06',
    above: [
      ['ward', 'HP-VN'],
      ['district', 'HP-LC'],
      ['province', 'HP'],
      ['centre', 'TW'],
    ],
    when: {
      date: '2020-11-12',
      startsAt: '2020-11-12T19:30:00+07:00',
      endsAt: '2020-11-12T21:05:00+07:00',
    },
  },
];

/**
 * @param {{registry: string, meetings: string, reports: string, issuer: string, log: (line: string) => void,
 *   today?: {date: string, startsAt: string, endsAt: string}}} system base URLs
 * @returns {Promise<{ok: boolean, lines: string[]}>} ok is false unless each figure rose by exactly one and came back;
 *   `lines` are for the caller to print, `log` is told of progress
 */
export async function runProof({ meetings, reports, issuer, log, today }) {
  const lines = [];
  const say = (line) => lines.push(line);
  const http = client({ issuer });
  const proofs = [];
  let ok = true;
  try {
    for (const each of cases(today ?? (await meetingOfToday()))) {
      log(`proof: a meeting of ${each.when.date} in ${each.branch}`);
      const proof = await logged(http, { meetings, reports }, each);
      proofs.push(proof);
      ok &&= proof.line.ok;
      say(`PROOF ${JSON.stringify(proof.line)}`);
    }
  } catch (error) {
    ok = false;
    say(`the proof failed: ${error.message}`);
  }
  for (const proof of proofs) {
    const wrong = await voided(http, { meetings, reports }, proof).catch((error) => [error.message]);
    ok &&= wrong.length === 0;
    say(
      wrong.length
        ? `voided the meeting "${proof.line.meeting}", and then: ${wrong.join('; ')}`
        : `voided the meeting "${proof.line.meeting}": every figure is as before`,
    );
  }
  return { ok, lines };
}

const periodsOf = (date) => [
  ['day', date],
  ['week', weekOf(date)],
  ['quarter', quarterOf(date)],
];

/** Reads one figure; with a receipt, waits until it is applied. */
async function figure(http, reports, { code, period }, receipt) {
  const query = new URLSearchParams({ period, measures: MEASURE });
  if (receipt) {
    query.set('receipt', receipt);
    query.set('wait', '10s');
  }
  const url = `${reports}/v1/units/${demoId(code)}/rollup?${query}`;
  const { body } = await http.expecting([200], READER, 'GET', url, {
    patience: VISIBLE_WITHIN,
    undecided: (reply) => reply.status === 200 && receipt !== undefined && reply.body.receipt?.status === 'pending',
  });
  const status = body.receipt?.status;
  if (receipt && status !== 'applied') throw new Error(`the receipt is ${status} for ${code} in ${period}`);
  return body.figures.find((entry) => entry.measure === MEASURE).value;
}

/** Logs one meeting and reads every figure above it before and after. */
async function logged(http, { meetings, reports }, { name, clerk, branch, above, when }) {
  const asked = above.flatMap(([level, code]) =>
    periodsOf(when.date).map(([span, period]) => ({ level, code, span, period })),
  );
  const before = await Promise.all(asked.map((each) => figure(http, reports, each)));
  const body = {
    id: randomUUID(),
    unitId: demoId(branch),
    kind: 'extraordinary',
    startsAt: when.startsAt,
    endsAt: when.endsAt,
    closing: { attendance: attendance(`proof:${branch}`) },
  };
  const answer = await http.expecting([201], clerk, 'POST', `${meetings}/v1/meetings`, { body });
  const answered = performance.now();
  const figures = await Promise.all(
    asked.map(async (each, index) => {
      const after = await figure(http, reports, each, answer.body.receipt);
      const ms = Math.round(performance.now() - answered);
      return { level: each.level, unit: each.code, period: each.period, before: before[index], after, ms };
    }),
  );
  const line = {
    meeting: name,
    date: when.date,
    branch,
    measure: MEASURE,
    ok: figures.every((each) => each.after === each.before + 1),
    msToVisible: Math.max(...figures.map((each) => each.ms)),
    figures,
  };
  return { line, asked, before, clerk, id: body.id, version: answer.body.version };
}

/** Voids the meeting again; what is then not as it was before, in words. */
async function voided(http, { meetings, reports }, { asked, before, clerk, id, version }) {
  const answer = await http.expecting([200, 201], clerk, 'POST', `${meetings}/v1/meetings/${id}/void`, {
    body: { reason: 'Logged as a proof at start' },
    ifMatch: version,
  });
  const now = await Promise.all(asked.map((each) => figure(http, reports, each, answer.body.receipt)));
  return asked.flatMap((each, index) =>
    now[index] === before[index] ? [] : [`${each.code} in ${each.period} is ${now[index]}, was ${before[index]}`],
  );
}
