// What the demo has beside units, rolls and meetings, most of it so that the documented examples of the services can be
// tried as they are: offices, residence liaison, medals, cases, periodic reports. Each is a request to one service.
import { CONTENTS } from './content.mjs';
import { FOLLOWUP } from './followup.mjs';
import { demoId } from './ids.mjs';
import { RECONCILIATION } from './reconciliation.mjs';
import { SESSIONS } from './sessions.mjs';
import { SCORES } from './scores.mjs';

const ADMINISTRATOR = 'demo-administrator';
const WARD = 'DT-MP';
const member = (n) => demoId(`member:${WARD}:${n}`);
const SINCE = '2025-07-01';

const post = (service, path, id, body, more = {}) => ({ sub: ADMINISTRATOR, service, path, id, body, ...more });

const office = (name, n, kind) => {
  const id = demoId(`office:${WARD}:${name}`);
  return post('registry', '/v1/offices', id, {
    id,
    memberId: member(n),
    unitId: demoId(WARD),
    office: kind,
    from: SINCE,
  });
};
const liaison = (name, n) => {
  const id = demoId(`liaison:${WARD}:${name}`);
  const body = { id, unitId: demoId(`${WARD}-01`), kind: 'full', from: SINCE };
  return post('registry', `/v1/members/${member(n)}/liaisons`, id, body);
};
const MEDAL = demoId(`medal:${WARD}:void`);

const AROUND_MEMBERS = [
  office('correct', 205, 'committee-member'),
  office('end', 206, 'deputy-secretary'),
  office('void', 207, 'committee-member'),
  liaison('end', 208),
  liaison('comment', 209),
  liaison('void', 210),
  post('registry', `/v1/members/${member(203)}/medals`, MEDAL, { id: MEDAL, step: 30, awardedOn: '2025-11-07' }),
  post(
    'registry',
    `/v1/members/${member(104)}/acts`,
    'exempted',
    { kind: 'exempted', on: '2025-09-01' },
    { ifMatch: 1 },
  ),
];

const OPEN = { classification: 'none' };
const aCase = (name) => {
  const id = demoId(`case:${WARD}:${name}`);
  return post('inspection', '/v1/cases', id, {
    id,
    unitId: demoId(`${WARD}-06`),
    committeeId: demoId(WARD),
    kind: 'inspection',
    form: 'regular',
    object: 'organisation',
    openedOn: '2026-07-01',
    ...OPEN,
  });
};
const step = (name, act, body) =>
  post(
    'inspection',
    `/v1/cases/${demoId(`case:${WARD}:${name}`)}/${act}`,
    `${name}:${act}`,
    { ...body, ...OPEN },
    { ifMatch: 1 },
  );
const concluded = (name, obligations = []) =>
  step(name, 'conclude', { on: '2026-07-20', conclusion: 'Chi bộ thực hiện đúng quy chế.', obligations });

const CASES = [
  ...['read', 'finding', 'conclude', 'void', 'correct', 'withdraw', 'fulfil', 'close', 'annul'].map(aCase),
  step('withdraw', 'findings', {
    id: demoId(`case:${WARD}:withdraw:finding`),
    date: '2026-07-10',
    severity: 'less-serious',
    content: 'democratic-centralism',
    summary: 'Quy chế làm việc chưa được cập nhật.',
  }),
  concluded('fulfil', [
    { id: demoId(`case:${WARD}:fulfil:obligation`), due: '2026-09-30', text: 'Sửa đổi quy chế làm việc.' },
  ]),
  concluded('close'),
  concluded('annul'),
];

const SITUATION = [{ section: 'situation', text: 'Tình hình ổn định.' }];
const report = (unit, type, period, values, submit) => ({
  ...post('reports', '/v1/reports', `${unit}:${type}:${period}`, {
    unitId: demoId(unit),
    type,
    period,
    submit,
    values,
    sections: SITUATION,
  }),
  // Not by the administrator: nobody accepts what they handed in.
  sub: 'demo-clerk-my-phong',
});
const weekly = (week, submit) =>
  report(WARD, 'weekly-integrity', week, [{ measure: 'integrity.signs-settled', value: '3' }], submit);

const REPORTS = [
  weekly('2025-W45', true),
  weekly('2025-W46', false),
  weekly('2025-W47', false),
  weekly('2025-W48', true),
  weekly('2025-W49', true),
  weekly('2025-W51', false),
  // What the article prints of the ward Đạo Thạnh (DOMAIN.md 9.1).
  {
    ...report(
      'DT-DTH',
      'quarterly-integrity',
      '2025-Q4',
      [
        { measure: 'economy.enterprises', value: '731' },
        { measure: 'economy.household-businesses', value: '4610' },
        { measure: 'economy.trade', value: '450', estimate: true },
        { measure: 'rules.working-rules-issued', value: '9' },
      ],
      true,
    ),
    sub: ADMINISTRATOR,
  },
];

/** In an order in which each finds what it needs; the steps of one case follow its opening. */
export const AROUND = [
  ...AROUND_MEMBERS,
  ...CASES,
  ...REPORTS,
  ...CONTENTS,
  ...FOLLOWUP,
  ...SESSIONS,
  ...SCORES,
  ...RECONCILIATION,
];
