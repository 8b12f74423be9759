// Findings recorded in a case reach a committee that has the right over SSE, none missed over a reconnect; one that has
// not is refused there and hears nothing on its own stream.
import { randomUUID } from 'node:crypto';
import { localDate } from '../dates.mjs';
import { demoId } from '../ids.mjs';
import { openStream } from '../sse.mjs';

const INSPECTOR = 'demo-inspector-hai-phong';
const FOREIGN = 'demo-inspector-quang-ngai';
const COMMITTEE = 'HP';
const BRANCH = 'HP-VN-06';

export const supervisionProof = { name: 'finding-over-sse', what: `findings in ${BRANCH}`, run: proveSupervision };

async function proveSupervision(http, { inspection }) {
  const url = (code) => `${inspection}/v1/supervision-events?unit=${demoId(code)}&changes=finding-recorded`;
  const listen = async (sub, code, lastEventId) =>
    openStream({ url: url(code), token: await http.token(sub), lastEventId });
  const refused = await listen(FOREIGN, COMMITTEE);
  const foreign = await listen(FOREIGN, 'QNG');
  const first = await listen(INSPECTOR, COMMITTEE);
  const streams = [refused, foreign, first];
  try {
    const opened = await open(http, inspection);
    const ours = (event) => event.data.data?.caseId === opened.id;
    const begun = performance.now();
    let version = await find(http, inspection, opened.id, opened.version);
    const heard = await first.until(ours);
    const ms = Math.round(performance.now() - begun);
    first.close();
    // Recorded while nobody listens.
    version = await find(http, inspection, opened.id, version);
    const again = await listen(INSPECTOR, COMMITTEE, first.lastEventId);
    streams.push(again);
    const missed = await again.until(ours);
    version = await find(http, inspection, opened.id, version);
    const live = await again.until((event) => ours(event) && event.id !== missed.id);
    const versions = [heard, missed, live].map((event) => event.data.data.version);
    const line = {
      finding: 'over-sse',
      branch: BRANCH,
      committee: COMMITTEE,
      ok: versions.join() === '2,3,4' && refused.status === 403 && !foreign.events.some(ours),
      msToHeard: ms,
      versions,
      lost: versions.length < 3 ? 3 - versions.length : 0,
      foreign: { atTheCommittee: refused.status, onItsOwn: foreign.events.filter(ours).length },
    };
    return { line, undo: () => voidCase(http, inspection, opened.id, version) };
  } finally {
    for (const stream of streams) stream.close();
  }
}

async function open(http, inspection) {
  const body = {
    id: randomUUID(),
    unitId: demoId(BRANCH),
    committeeId: demoId(COMMITTEE),
    kind: 'supervision',
    form: 'regular',
    object: 'organisation',
    openedOn: localDate(Date.now()),
    classification: 'none',
  };
  return (await http.expecting([201], INSPECTOR, 'POST', `${inspection}/v1/cases`, { body })).body;
}

async function find(http, inspection, id, ifMatch) {
  const body = {
    date: localDate(Date.now()),
    severity: 'less-serious',
    content: 'democratic-centralism',
    summary: 'Quy chế làm việc chưa được cập nhật.',
    classification: 'none',
  };
  const url = `${inspection}/v1/cases/${id}/findings`;
  return (await http.expecting([200, 201], INSPECTOR, 'POST', url, { body, ifMatch })).body.version;
}

async function voidCase(http, inspection, id, ifMatch) {
  const body = { reason: 'Opened as a proof at start' };
  await http.expecting([200], INSPECTOR, 'POST', `${inspection}/v1/cases/${id}/void`, { body, ifMatch });
  return [];
}
