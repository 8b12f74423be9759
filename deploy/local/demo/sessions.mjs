// Sessions of the committee of the ward Vĩnh Niệm in 2020: each documented example that changes one has one of its own.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';
const WARD = 'HP-VN';
const idOf = (name) => demoId(`session:${WARD}:${name}`);
const itemOf = (name) => demoId(`session:${WARD}:${name}:item`);

const post = (path, id, body, ifMatch) => ({ sub: ADMINISTRATOR, service: 'meetings', path, id, body, ifMatch });
const prepared = (name, month) =>
  post('/v1/sessions', idOf(name), {
    id: idOf(name),
    unitId: demoId(WARD),
    body: 'committee',
    term: '2020-2025',
    startsAt: `2020-${month}-25T08:00:00+07:00`,
    endsAt: `2020-${month}-25T11:00:00+07:00`,
    items: [
      {
        id: itemOf(name),
        field: 'economy',
        title: 'Nhiệm vụ phát triển kinh tế tháng sau',
        draft: 'Phấn đấu thu ngân sách đạt 95% kế hoạch năm.',
      },
    ],
  });
const step = (name, act, body, ifMatch) =>
  post(`/v1/sessions/${idOf(name)}/${act}`, `${idOf(name)}:${act}`, body, ifMatch);
const held = (name) =>
  step(
    name,
    'hold',
    { members: 15, present: 14, votes: [{ itemId: itemOf(name), for: 13, against: 0, abstained: 1 }] },
    1,
  );

/** In an order in which each finds what it needs. */
export const SESSIONS = [
  ...['draft', 'opine', 'hold', 'correct', 'void'].map((name, at) => prepared(name, `0${at + 1}`)),
  prepared('minute', '06'),
  held('minute'),
  prepared('read', '07'),
  held('read'),
  step('read', 'minutes', { minutes: 'Hội nghị thống nhất nội dung đã biểu quyết.' }, 2),
];
