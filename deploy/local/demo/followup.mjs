// Resolutions with their tasks, and opinions, of one branch of Vĩnh Niệm, adopted and raised at its meeting of November
// 2020 (deploy/local/demo/meetings.mjs): each documented example that changes one has one of its own.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';
const BRANCH = 'HP-VN-06';
const MEETING_DAY = '2020-11-03';
const AT_MEETING = { unitId: demoId(BRANCH), meetingId: demoId(`meeting:${BRANCH}:${MEETING_DAY}`) };

const post = (path, id, body, ifMatch) => ({ sub: ADMINISTRATOR, service: 'meetings', path, id, body, ifMatch });

const resolution = (name, number) => {
  const id = demoId(`resolution:${BRANCH}:${name}`);
  return post('/v1/resolutions', id, {
    id,
    ...AT_MEETING,
    adoptedOn: MEETING_DAY,
    type: 'NQ',
    documentNumber: `${String(number).padStart(2, '0')}-NQ/CB`,
    term: '2020-2025',
    title: `Nghị quyết số ${number}`,
    text: 'Chi bộ thống nhất nhiệm vụ tháng 12.',
    tasks: [
      {
        id: demoId(`resolution:${BRANCH}:${name}:task`),
        assignee: { kind: 'unit', id: demoId(BRANCH) },
        deadline: '2020-11-30',
        text: 'Vận động các hộ ở tổ 3 phân loại rác tại nguồn.',
        target: '90% số hộ',
      },
    ],
  });
};
const ofTask = (name, act, body, ifMatch) => {
  const [id, task] = [demoId(`resolution:${BRANCH}:${name}`), demoId(`resolution:${BRANCH}:${name}:task`)];
  return post(`/v1/resolutions/${id}/tasks/${task}/${act}`, `${name}:${act}`, body, ifMatch);
};

const RESOLUTIONS = [
  ...['read', 'correct', 'progress', 'complete', 'drop', 'reopen', 'void'].map((name, at) => resolution(name, at + 1)),
  ofTask('reopen', 'complete', { on: '2020-11-28', evidence: 'Biên bản nghiệm thu của tổ dân phố.' }, 1),
];

const opinion = (name, more = {}) => {
  const id = demoId(`opinion:${BRANCH}:${name}`);
  return post('/v1/opinions', id, {
    id,
    ...AT_MEETING,
    raisedOn: MEETING_DAY,
    by: 'people',
    field: 'environment',
    text: 'Đề nghị khơi thông cống thoát nước đầu ngõ.',
    ...more,
  });
};

const OPINIONS = [
  opinion('read', { due: '2020-12-31' }),
  ...['correct', 'escalate', 'settle', 'void'].map((name) => opinion(name)),
  opinion('reopen', { settledAtOnce: { reply: 'Tổ dân phố khơi thông ngay trong tuần.' } }),
];

/** In an order in which each finds what it needs. */
export const FOLLOWUP = [...RESOLUTIONS, ...OPINIONS];
