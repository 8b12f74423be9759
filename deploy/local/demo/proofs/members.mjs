// A member admitted on a day before July 2025: the head-count of branch, ward, district and province on the day before
// and on the day, in the tree as it was.
import { randomUUID } from 'node:crypto';
import { demoId } from '../ids.mjs';
import { differing, figures, watched } from './figures.mjs';

const CLERK = 'demo-clerk-vinh-niem';
const BRANCH = 'HP-VN-06';
const UNITS = { branch: BRANCH, ward: 'HP-VN', district: 'HP-LC', province: 'HP' };
const MEASURE = 'members.total';
const DAYS = { before: '2025-05-18', on: '2025-05-19' };

/** Nobody: as synthetic as the rest of the roll. */
const PERSON = {
  name: 'Trần Thị Minh Chứng',
  sex: 'female',
  birthDate: '1998-04-30',
  ethnicity: 'Kinh',
  religion: 'không',
};

export const memberProof = {
  name: 'member-before-july-2025',
  what: `a member admitted in ${BRANCH}`,
  run: proveMember,
};

async function proveMember(http, { registry, reports }) {
  const asked = Object.values(UNITS).flatMap((code) =>
    Object.values(DAYS).map((period) => ({ code, period, measure: MEASURE })),
  );
  const before = await figures(http, reports, asked);
  const body = {
    id: randomUUID(),
    unitId: demoId(BRANCH),
    act: { kind: 'admitted', decisionDate: '2025-05-08', ceremonyDate: DAYS.on },
    person: PERSON,
    confirmedDistinct: true,
  };
  const answer = await http.expecting([201], CLERK, 'POST', `${registry}/v1/members`, { body });
  const after = await watched(http, reports, asked, answer.body.receipt);
  const rows = Object.entries(UNITS).map(([level, unit], index) => ({
    level,
    unit,
    dayBefore: after[2 * index].value,
    dayOf: after[2 * index + 1].value,
    dayOfWithout: before[2 * index + 1],
  }));
  const line = {
    member: 'admitted',
    ceremony: DAYS.on,
    branch: BRANCH,
    measure: MEASURE,
    ok: asked.every(({ period }, index) => after[index].value === before[index] + (period === DAYS.on ? 1 : 0)),
    msToVisible: Math.max(...after.map(({ ms }) => ms)),
    figures: rows,
  };
  const undo = async () => {
    const voided = await http.expecting([200], CLERK, 'POST', `${registry}/v1/members/${body.id}/void`, {
      body: { reason: 'Entered as a proof at start' },
      ifMatch: answer.body.version,
    });
    return differing(asked, before, await figures(http, reports, asked, voided.body.receipt));
  };
  return { line, undo };
}
