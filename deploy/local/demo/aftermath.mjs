// What followed from the demo's meetings: scores of the branch and of the committee above it, resolutions with tasks that
// are done, late or dropped, opinions settled on the spot, in the ward, or still on their way up.
import { demoId } from './ids.mjs';
import { HELD, pick, rarely } from './meetings.mjs';
import { UNITS } from './units.mjs';

const ADMINISTRATOR = 'demo-administrator';
/** Who scores as the superior: nobody scores on both sides. */
const SUPERIOR = 'demo-secretary-my-phong';
const SUPERIORS_WARD = demoId('DT-MP');
/** The sheet that comes with the system begins with HD 42 (DOMAIN.md 3.5). */
const SCORED_FROM = '2025-10-28';

const parentOf = new Map(UNITS.map(({ id, parentId }) => [id, parentId]));
const dateOf = ({ startsAt }) => startsAt.slice(0, 10);
const daysAfter = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const request = (path, id, body, more = {}) => ({ sub: ADMINISTRATOR, service: 'meetings', path, id, body, ...more });
const REGULAR = HELD.filter(({ kind }) => kind === 'regular');

/** What can be lost where the result of last month's resolution is judged. */
const LOSSES = [0, 3, 6, 10, 15, 20];

/** Points of the sheet `hd42-example`; `lost` of them there. */
const points = (lost) =>
  Object.entries({
    'time.kept': 5,
    'attendance.rate': 4,
    'attendance.excused': 1,
    'preparation.content': 3,
    'preparation.draft': 2,
    'preparation.committee': 2,
    'preparation.notice': 1,
    'preparation.upload': 2,
    'conduct.steps': 5,
    'conduct.regular': 10,
    'conduct.thematic': null,
    'conduct.praise': 2,
    'conduct.speakers': 4,
    'conduct.minutes': 1,
    'conduct.ideology': 1,
    'conduct.digital': 1,
    'chairing.1': 2,
    'chairing.2': 4,
    'chairing.3': 3,
    'chairing.4': 1,
    'principles.1': 1,
    'principles.2': 2,
    'principles.3': 1,
    'principles.4': 1,
    'result.targets': 30 - lost,
    'closing.1': 2,
    'closing.2': 2,
    'closing.3': 1,
  }).map(([item, given]) => ({ item, points: given }));

const scored = REGULAR.filter((one) => dateOf(one) >= SCORED_FROM && rarely(`scored:${one.id}`, 4)).flatMap((one) => {
  const at = pick(`lost:${one.id}`, LOSSES.length - 1);
  const path = `/v1/meetings/${one.id}/score`;
  const self = request(path, `score:${one.id}`, { by: 'self', items: points(LOSSES[at]) });
  const above = request(
    `${path}/superior`,
    `score:${one.id}:superior`,
    { items: points(LOSSES[at + 1]) },
    { sub: SUPERIOR, method: 'PUT', ifMatch: 1 },
  );
  return parentOf.get(one.unitId) === SUPERIORS_WARD ? [self, above] : [self];
});

function resolution(one, index) {
  const id = demoId(`resolution:${one.id}`);
  const task = demoId(`resolution:${one.id}:task`);
  const date = dateOf(one);
  const deadline = daysAfter(date, 27);
  const adopted = request('/v1/resolutions', id, {
    id,
    unitId: one.unitId,
    meetingId: one.id,
    adoptedOn: date,
    type: 'NQ',
    title: `Nghị quyết tháng ${date.slice(5, 7)}`,
    text: 'Chi bộ thống nhất nhiệm vụ tháng sau.',
    tasks: [
      {
        id: task,
        assignee: { kind: 'unit', id: one.unitId },
        deadline,
        text: 'Vận động các hộ phân loại rác tại nguồn.',
      },
    ],
  });
  const step = (act, body) =>
    request(`/v1/resolutions/${id}/tasks/${task}/${act}`, `${id}:${act}`, body, { ifMatch: 1 });
  // Of four, two are done in time, one late, and one never was.
  if (index % 4 === 3) return [adopted];
  const on = daysAfter(deadline, index % 4 === 2 ? 9 : -3);
  return [adopted, step('complete', { on, evidence: 'Biên bản nghiệm thu của tổ dân phố.' })];
}

function opinion(one, index) {
  const id = demoId(`opinion:${one.id}`);
  const date = dateOf(one);
  const fields = ['environment', 'land-and-construction', 'welfare', 'security'];
  const raised = (more = {}) =>
    request('/v1/opinions', id, {
      id,
      unitId: one.unitId,
      meetingId: one.id,
      raisedOn: date,
      by: index % 3 === 0 ? 'member' : 'people',
      field: fields[index % fields.length],
      due: daysAfter(date, 30),
      text: 'Đề nghị khơi thông cống thoát nước đầu ngõ.',
      ...more,
    });
  const step = (act, version, body) => request(`/v1/opinions/${id}/${act}`, `${id}:${act}`, body, { ifMatch: version });
  if (index % 4 === 0) return [raised({ settledAtOnce: { reply: 'Tổ dân phố khơi thông ngay trong tuần.' } })];
  if (index % 4 === 1)
    return [raised(), step('settle', 1, { on: daysAfter(date, 12), reply: 'Chi bộ đã vận động các hộ.' })];
  const up = step('escalate', 1, { on: daysAfter(date, 5), to: 'commune', reason: 'Vượt thẩm quyền của chi bộ' });
  const settled = step('settle', 2, { on: daysAfter(date, 25), reply: 'Phường đã bố trí kinh phí sửa chữa.' });
  return index % 4 === 2 ? [raised(), up, settled] : [raised(), up];
}

/** Below a commune all the time, so that an opinion has a commune to go up to. */
const inCommunes = REGULAR.filter((one) => !one.unitCode.startsWith('KT-DG'));

/** In an order in which each finds what it needs. */
export const AFTERMATH = [
  ...scored,
  ...inCommunes.filter(({ id }) => rarely(`resolved:${id}`, 30)).flatMap(resolution),
  ...inCommunes.filter(({ id }) => rarely(`opined:${id}`, 30)).flatMap(opinion),
];
