// Sessions of one branch with agenda, votes and minutes: so many that the documented examples of each route can be tried
// as they are.
import { demoId } from './ids.mjs';

const ADMINISTRATOR = 'demo-administrator';
const UNIT = demoId('DT-MP-06');
const RESULTS = demoId('item:results');
const meetingId = (name) => demoId(`meeting:DT-MP:${name}`);

const AGENDA = [
  { id: RESULTS, kind: 'last-resolution' },
  { id: demoId('item:opinions'), kind: 'opinions' },
];
const VOTE = { subject: 'resolution', method: 'hand', for: 16, against: 0, abstained: 1, threshold: 'half', base: 20 };

const request = (method, path, id, body, ifMatch) => ({
  sub: ADMINISTRATOR,
  service: 'meetings',
  method,
  path: `/v1/meetings${path}`,
  id,
  body,
  ...(ifMatch && { ifMatch }),
});
const held = (name, date) => {
  const id = meetingId(name);
  return request('POST', '', id, {
    id,
    unitId: UNIT,
    kind: 'regular',
    startsAt: `${date}T19:30:00+07:00`,
    endsAt: `${date}T21:10:00+07:00`,
    closing: {
      attendance: { belong: 22, present: 17, excused: 3, unexcused: 0, exempt: 1, elsewhere: 1, voteBase: 20 },
    },
  });
};
const content = (name, body) => request('PUT', `/${meetingId(name)}/content`, `${name}:content`, body, 1);

/** In order: a content follows its meeting, minutes their agenda. */
export const CONTENTS = [
  held('content', '2026-02-10'),
  held('minutes', '2026-03-10'),
  content('minutes', { agenda: AGENDA }),
  held('minutes-read', '2026-04-10'),
  content('minutes-read', {
    preparation: { noticeSentAt: '2026-04-06T08:00:00+07:00', documentsAt: '2026-04-09T21:00:00+07:00' },
    agenda: AGENDA,
    votes: [{ ...VOTE, id: demoId('vote:resolution'), itemId: RESULTS }],
  }),
  request(
    'PUT',
    `/${meetingId('minutes-read')}/minutes`,
    'minutes-read:minutes',
    {
      classification: 'none',
      place: 'Nhà văn hóa khu phố 6',
      items: [
        {
          itemId: RESULTS,
          title: 'Kết quả thực hiện nghị quyết tháng 3',
          conclusion: 'Chi bộ thống nhất đạt 9/10 chỉ tiêu.',
        },
      ],
      conclusion: 'Chi bộ thông qua nghị quyết tháng 4.',
    },
    2,
  ),
];
