import { randomUUID } from 'node:crypto';
import { must, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';

/** A session with all its words, written twice; and words where none may be. Answers the addresses that show them. */
export async function minutesAreWritten(
  { meetings }: Actors,
  sentinels: Sentinels,
  { branch }: Places,
  memberId: string,
): Promise<string[]> {
  const attendance = { belong: 9, present: 8, excused: 1, unexcused: 0, exempt: 0, elsewhere: 0, voteBase: 9 };
  const held = {
    unitId: branch,
    kind: 'regular',
    startsAt: '2023-04-04T19:30:00+07:00',
    endsAt: '2023-04-04T21:10:00+07:00',
    closing: { attendance },
  };
  const { id } = must(await meetings.post<{ id: string }>('/v1/meetings', held)).body;
  const path = `/v1/meetings/${id}`;
  const itemId = randomUUID();
  const vote = { itemId, subject: 'admission', method: 'ballot', for: 7, against: 1, abstained: 0 };
  const content = {
    agenda: [{ id: itemId, kind: 'admission' }],
    votes: [{ ...vote, threshold: 'two-thirds', base: 9 }],
  };
  must(await meetings.put(`${path}/content`, content, { ifMatch: 1 }));
  const words = (what: string) => ({
    classification: 'none',
    place: sentinels.text(`${what}.place`),
    guests: [sentinels.text(`${what}.guest`)],
    absentees: [{ memberId, reason: sentinels.text(`${what}.absence`) }],
    items: [
      {
        itemId,
        title: sentinels.text(`${what}.title`),
        content: sentinels.text(`${what}.content`),
        conclusion: sentinels.text(`${what}.itemConclusion`),
        speakers: [{ memberId, opinion: sentinels.text(`${what}.opinion`) }],
      },
    ],
    conclusion: sentinels.text(`${what}.conclusion`),
  });
  must(await meetings.put(`${path}/minutes`, words('minutes'), { ifMatch: 2 }));
  const again = { ...words('minutesAgain'), reason: sentinels.text('minutesAgain.reason') };
  must(await meetings.put(`${path}/minutes`, again, { ifMatch: 3 }));
  const change = { ...content, reason: sentinels.text('meetingContent.reason') };
  must(await meetings.put(`${path}/content`, change, { ifMatch: 4 }));
  await wordsAreMisplaced({ meetings }, sentinels, path, { content, itemId });
  return [`${path}/minutes?version=3`, `${path}/minutes`, `${path}/versions`];
}

/** Words in a content, minutes that are refused: none of them is kept or told again. */
async function wordsAreMisplaced(
  { meetings }: Pick<Actors, 'meetings'>,
  sentinels: Sentinels,
  path: string,
  { content, itemId }: { content: { agenda: object[]; votes: object[] }; itemId: string },
): Promise<void> {
  const put = (to: string, body: object) => meetings.call('PUT', `${path}${to}`, { body, ifMatch: 5 });
  const text = (what: string): string => sentinels.text(`misplaced ${what}`);
  await put('/content', { ...content, agenda: [{ id: itemId, kind: 'admission', title: text('title') }] });
  await put('/content', { ...content, agenda: [{ id: text('item id'), kind: text('item kind') }] });
  await put('/content', { ...content, votes: [{ subject: text('subject'), name: text('name') }] });
  await put('/content', { ...content, votes: [], reason: text('long reason').repeat(50) });
  const minutes = { classification: 'none', items: [{ itemId, title: text('heading') }] };
  await put('/minutes', minutes);
  await put('/minutes', { ...minutes, classification: text('classification'), reason: text('reason') });
  await put('/minutes', { ...minutes, items: [{ itemId: text('text id'), title: text('text') }] });
  await put('/minutes', { ...minutes, [text('field')]: 1 });
}
