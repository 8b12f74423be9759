// Meetings of Tân Thuận Bình with scores and superiors attending: what the examples of the documents speak of.
import { demoId } from './ids.mjs';
import { localInstant, startOf } from './dates.mjs';

const ADMINISTRATOR = 'demo-administrator';
const WARD = 'DT-TTB';
const MINUTE = 60_000;

const post = (path, id, body, more = {}) => ({ sub: ADMINISTRATOR, service: 'meetings', path, id, body, ...more });

const meetingId = (name) => demoId(`scores:meeting:${name}`);
const visitor = (n) => demoId(`scores:visitor:${n}`);

/** A regular evening of May 2026 in one of the five branches. */
function meeting(name, branch, day) {
  const startsAt = startOf(`2026-05-${day}`) + (19 * 60 + 30) * MINUTE;
  const attendance = { belong: 20, present: 17, excused: 2, unexcused: 0, exempt: 1, elsewhere: 0, voteBase: 19 };
  return post('/v1/meetings', `scores:${name}`, {
    id: meetingId(name),
    unitId: demoId(`${WARD}-0${branch}`),
    kind: 'regular',
    startsAt: localInstant(startsAt),
    endsAt: localInstant(startsAt + 95 * MINUTE),
    closing: { attendance },
  });
}

/** Points by the sheet that comes with the system (apps/meetings, score-templates); null: does not apply. */
const POINTS = {
  'time.kept': 5,
  'attendance.rate': 3,
  'attendance.excused': 1,
  'preparation.content': 3,
  'preparation.draft': 2,
  'preparation.committee': null,
  'preparation.notice': 1,
  'preparation.upload': 2,
  'conduct.steps': 5,
  'conduct.regular': 8.5,
  'conduct.thematic': null,
  'conduct.praise': 2,
  'conduct.speakers': 4,
  'conduct.minutes': 1,
  'conduct.ideology': 1,
  'conduct.digital': 0.5,
  'chairing.1': 2,
  'chairing.2': 4,
  'chairing.3': 3,
  'chairing.4': 1,
  'principles.1': 1,
  'principles.2': 2,
  'principles.3': 1,
  'principles.4': 1,
  'result.targets': 27,
  'closing.1': 2,
  'closing.2': 2,
  'closing.3': 1,
};
const itemsWith = (changes = {}) =>
  Object.entries({ ...POINTS, ...changes }).map(([item, points]) => ({ item, points }));

const scored = (name, by, changes = {}) =>
  post(`/v1/meetings/${meetingId(name)}/score`, `score:${name}`, {
    by,
    items: itemsWith(changes),
    losses: [{ item: 'attendance.rate', text: 'Hai đảng viên vắng có lý do.' }],
  });

/** A sheet of the province for one kind of meeting. */
const template = (kind, vi, en) =>
  post('/v1/score-templates', `template:${kind}`, {
    code: `dt-${kind}`,
    unitId: demoId('DT'),
    from: '2026-01-01',
    source: 'Quy định của Tỉnh ủy (dữ liệu minh họa)',
    labels: { vi, en },
    kinds: [kind],
    heads: [
      {
        code: 'conduct',
        labels: { vi: 'Tiến hành', en: 'Conduct' },
        max: 100,
        items: [
          { code: 'conduct.content', labels: { vi: 'Nội dung', en: 'Content' }, max: 60 },
          {
            code: 'conduct.discussion',
            labels: { vi: 'Thảo luận', en: 'Discussion' },
            max: 40,
            notApplicable: 'rescale',
          },
        ],
      },
    ],
    grades: { good: 90, fair: 70, average: 50 },
  });

const plan = (name, branch, n, everyMonths = 1) => {
  const id = demoId(`scores:plan:${name}`);
  return post('/v1/visit-plans', `plan:${name}`, {
    id,
    unitId: demoId(`${WARD}-0${branch}`),
    committeeId: demoId(WARD),
    visitorId: visitor(n),
    from: '2026-01',
    to: '2026-12',
    everyMonths,
  });
};
const attended = (name, visits) => post(`/v1/meetings/${meetingId(name)}/visits`, `visits:${name}`, { visits });

export const SCORES = [
  template('thematic', 'Phiếu chấm sinh hoạt chuyên đề', 'Sheet for thematic meetings'),
  template('extraordinary', 'Phiếu chấm sinh hoạt bất thường', 'Sheet for extraordinary meetings'),
  meeting('read', 1, '21'),
  meeting('score', 2, '21'),
  meeting('self', 3, '21'),
  meeting('superior', 4, '21'),
  meeting('void', 5, '21'),
  meeting('visits', 2, '22'),
  meeting('attend', 3, '22'),
  scored('read', 'self'),
  scored('self', 'self'),
  scored('void', 'self'),
  // By the superior alone: the administrator, who sends the examples, scores on one side of a meeting only.
  scored('superior', 'superior', { 'result.targets': 24 }),
  plan('read', 1, 1),
  plan('correct', 3, 4),
  plan('void', 4, 3, 3),
  attended('read', [{ visitorId: visitor(1), capacity: 'committee-member' }]),
  attended('attend', [{ visitorId: visitor(2), capacity: 'secretary' }]),
];
