// Loads the demo over HTTP, as any client would. Every id is fixed, what is there is left alone: it can be run again
// after it was cut short, and a second run finds the last fact of the first and is done.
import { loadActs } from './acts.mjs';
import { AFTERMATH } from './aftermath.mjs';
import { AROUND } from './around.mjs';
import { loadBulkJobs } from './bulk.mjs';
import { client } from './client.mjs';
import { CASES } from './cases.mjs';
import { localDate } from './dates.mjs';
import { GRANTS } from './grants.mjs';
import { demoId } from './ids.mjs';
import { APPROVED_BY, applyAct, JULY_2025 } from './july-2025.mjs';
import { CORRECTED, meetingFiles, PLANNED, VOIDED } from './meetings.mjs';
import { filesOf, ROLLS } from './rolls.mjs';
import { TWO_LEVELS_FROM, UNITS } from './units.mjs';
import { WEEKLY_REPORTS } from './weekly.mjs';
import { REBUILDS } from './rebuilds.mjs';

const ADMINISTRATOR = 'demo-administrator';
const AT_ONCE = 6;

/** Runs `work` over items, a few at once, reporting every tenth part. */
async function each(items, atOnce, what, log, work) {
  let next = 0;
  let done = 0;
  const step = Math.max(1, Math.ceil(items.length / 4));
  const worker = async () => {
    while (next < items.length) {
      await work(items[next++]);
      if (++done % step === 0 || done === items.length) log(`demo: ${what} ${done} of ${items.length}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * @param {import('./load.mjs').Where} where base URLs of a running system, and where to tell of progress
 * @returns {Promise<{loaded: boolean}>} loaded is false when the demo was there already
 */
export async function loadDemo(where) {
  const { registry, meetings, inspection, reports, issuer, log } = where;
  const { call, expecting } = client({ issuer });
  const admin = (method, url, options) => call(ADMINISTRATOR, method, url, options);
  const last = PLANNED;

  if ((await admin('GET', `${meetings}/v1/meetings/${last.id}`)).status === 200) {
    await usable(call, { meetings, inspection, reports });
    log('demo: is there already');
    return { loaded: false };
  }

  const founded = (unit) => unit.from >= TWO_LEVELS_FROM;
  const enter = (units) => each(units, 1, 'units', log, (unit) => enterUnit(admin, registry, unit));
  const give = (grants) => each(grants, AT_ONCE, 'roles', log, (grant) => giveRole(admin, registry, grant));
  const approver = ({ person }) => person === APPROVED_BY;
  // The registry orders tree changes one by one, so more at once would only wait for each other.
  await enter(UNITS.filter((unit) => !founded(unit)));
  await give(GRANTS.filter(approver));
  await applyAct(expecting, registry, JULY_2025, log);
  await enter(UNITS.filter(founded));
  await give(GRANTS.filter((grant) => !approver(grant)));
  await usable(call, { meetings, inspection, reports });

  for (const roll of ROLLS) await loadRoll(expecting, registry, roll, log);
  const files = meetingFiles().map((file, at) => ({ file, at }));
  await each(files, 1, 'files of meetings', log, (one) => loadMeetings(expecting, meetings, one));
  await each([...CORRECTED, ...VOIDED], AT_ONCE, 'corrections', log, (fact) => loadFact(expecting, where, fact));
  // One after another: the steps of one thing follow each other.
  const facts = [...AROUND, ...CASES, ...WEEKLY_REPORTS, ...AFTERMATH, ...REBUILDS];
  await each(facts, 1, 'what else happened', log, (fact) => loadFact(expecting, where, fact));
  await loadBulkJobs(expecting, meetings);
  await loadActs(expecting, call, registry);
  // The last one marks a whole load: its presence is what the next run looks for.
  const { body } = await loadMeeting(admin, meetings, last);
  if (body?.receipt) await admin('GET', `${reports}/v1/receipts/${body.receipt}?wait=10s`);
  log('demo: loaded');
  return { loaded: true };
}

async function enterUnit(admin, registry, unit) {
  const reply = await admin('POST', `${registry}/v1/units`, { body: unit, key: `demo-unit-${unit.code}` });
  if (reply.status === 201) return;
  const there = await admin('GET', `${registry}/v1/units/${unit.id}`);
  if (there.status !== 200) throw new Error(`unit ${unit.code}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

async function giveRole(admin, registry, grant) {
  const reply = await admin('POST', `${registry}/v1/roles`, { body: grant, key: `demo-role-${grant.person}` });
  if (reply.status === 201 || reply.status === 409) return;
  throw new Error(`role of ${grant.person}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

/** A request that the key makes safe to send again; what is there already answers 409 or is a stale version. */
async function loadFact(expecting, where, { sub, service, method = 'POST', path, id, body, ifMatch }) {
  const options = { body, ifMatch, key: `demo-${service}-${id}` };
  await expecting([200, 201, 202, 409, 412], sub, method, `${where[service]}${path}`, options);
}

/** Each file is entered whole or not at all, with the same answer when it is sent again. */
async function loadRoll(expecting, registry, roll, log) {
  const url = `${registry}/v1/members/bulk?unit=${demoId(roll.under ?? roll.unit)}&mode=atomic&dates=iso`;
  for (const [at, file] of filesOf(roll).entries()) {
    const options = { body: file, type: 'text/csv', key: `demo-roll-${roll.unit}-${at}`, within: 60_000 };
    await expecting([200, 201], ADMINISTRATOR, 'POST', url, options);
  }
  log(`demo: roll of ${roll.unit}, ${roll.branches.reduce((sum, [, count]) => sum + count, 0)} members`);
}

/** Each row is its meeting by its record code, so a file that is sent again finds them there. */
async function loadMeetings(expecting, meetings, { file, at }) {
  const url = `${meetings}/v1/meetings/bulk?unit=${demoId('TW')}&mode=atomic&dates=iso`;
  const options = { body: file, type: 'text/csv', key: `demo-meetings-${at}`, within: 60_000 };
  await expecting([200, 201], ADMINISTRATOR, 'POST', url, options);
}

async function loadMeeting(admin, meetings, meeting) {
  const reply = await admin('POST', `${meetings}/v1/meetings`, { body: meeting, key: `demo-meeting-${meeting.id}` });
  if (reply.status === 201) return reply;
  const there = await admin('GET', `${meetings}/v1/meetings/${meeting.id}`);
  if (there.status !== 200) throw new Error(`meeting ${meeting.id}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return there;
}

/** Waits until the units and roles have arrived where people will use them. */
async function usable(call, { meetings, inspection, reports }) {
  const notYet = (reply) => reply.status === 403 || reply.status === 404;
  const ward = UNITS.find((unit) => unit.code === 'HP-VN');
  const newer = UNITS.find((unit) => unit.code === 'DT-MP');
  const centre = UNITS[0];
  const day = localDate(Date.now());
  await Promise.all([
    ...[
      ['demo-clerk-vinh-niem', ward],
      ['demo-clerk-my-phong', newer],
    ].map(([clerk, unit]) =>
      call(clerk, 'GET', `${meetings}/v1/meetings?unit=${unit.id}&from=${day}&to=${day}`, { undecided: notYet }),
    ),
    ...[
      ['demo-inspector-hai-phong', 'HP'],
      ['demo-inspector-quang-ngai', 'QNG'],
    ].map(([inspector, code]) =>
      call(inspector, 'GET', `${inspection}/v1/cases?unit=${demoId(code)}`, { undecided: notYet }),
    ),
    call('demo-operator-centre', 'GET', `${reports}/v1/units/${centre.id}/rollup?period=${day}`, { undecided: notYet }),
  ]);
}
