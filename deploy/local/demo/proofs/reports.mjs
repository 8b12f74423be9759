// A weekly report handed in twice with one key, as a client does that lost the first answer: it is counted once.
import { randomUUID } from 'node:crypto';
import { localDate, weekOf } from '../dates.mjs';
import { demoId } from '../ids.mjs';
import { differing, figures, watched } from './figures.mjs';

const CLERK = 'demo-clerk-my-phong';
const WARD = 'DT-MP';
const TYPE = 'weekly-integrity';
const MEASURE = 'reports.handed-in';
const WEEK_MS = 7 * 86_400_000;

export const reportProof = { name: 'weekly-report-twice', what: `a weekly report of ${WARD}`, run: proveReport };

async function proveReport(http, { reports }) {
  const week = await weekToReport(http, reports);
  const asked = [WARD, 'DT', 'TW'].map((code) => ({ code, period: week, measure: MEASURE }));
  const before = await figures(http, reports, asked);
  const request = {
    key: `proof-${randomUUID()}`,
    body: { unitId: demoId(WARD), type: TYPE, period: week, nil: true, submit: true },
  };
  const first = await http.expecting([201], CLERK, 'POST', `${reports}/v1/reports`, request);
  const second = await http.expecting([201], CLERK, 'POST', `${reports}/v1/reports`, request);
  const after = await watched(http, reports, asked, first.body.receipt);
  const line = {
    report: TYPE,
    week,
    unit: WARD,
    measure: MEASURE,
    ok:
      second.body.receipt === first.body.receipt &&
      second.headers.get('idempotent-replayed') === 'true' &&
      after.every(({ value }, index) => value === before[index] + 1),
    submitted: 2,
    msToVisible: Math.max(...after.map(({ ms }) => ms)),
    figures: asked.map(({ code }, index) => ({ unit: code, before: before[index], after: after[index].value })),
  };
  const undo = async () => {
    const voided = await http.expecting([200], CLERK, 'POST', `${reports}/v1/reports/${first.body.id}/void`, {
      body: { reason: 'Handed in as a proof at start' },
      ifMatch: first.body.version,
    });
    return differing(asked, before, await figures(http, reports, asked, voided.body.receipt));
  };
  return { line, undo };
}

/** The newest week that is over and that the ward has no report of yet. */
async function weekToReport(http, reports) {
  for (let back = 1; back < 60; back++) {
    const week = weekOf(localDate(Date.now() - back * WEEK_MS));
    const url = `${reports}/v1/reports?unit=${demoId(WARD)}&type=${TYPE}&period=${week}`;
    const { body } = await http.expecting([200], CLERK, 'GET', url);
    if (!body.items.some(({ unitId, state }) => unitId === demoId(WARD) && state !== 'voided')) return week;
  }
  throw new Error(`${WARD} has reports of all weeks of a year`);
}
