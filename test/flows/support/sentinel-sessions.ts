import { must, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';

const ITEM = '5d1e7b52-a4c3-4a1f-9b68-7b2d4e8f0c01';
const QUESTION = '5d1e7b52-a4c3-4a1f-9b68-7b2d4e8f0c02';

/** A session of the ward's committee through all its states; answers the addresses where its texts are read. */
export async function committeeSits({ meetings }: Actors, sentinels: Sentinels, { ward }: Places): Promise<string[]> {
  const text = (field: string): string => sentinels.text(`session.${field}`);
  type Written = { id: string; version: number };
  const times = { startsAt: '2023-05-25T08:00:00+07:00', endsAt: '2023-05-25T11:00:00+07:00' };
  const item = { id: ITEM, field: 'economy' };
  const prepared = { unitId: ward, body: 'committee', term: '2020-2025', ...times };
  const items = [{ ...item, title: text('title'), draft: text('draft') }];
  const made = must(await meetings.post<Written>('/v1/sessions', { ...prepared, items })).body;
  let { version } = made;
  const step = async (path: string, body: object, method: 'post' | 'put' = 'post'): Promise<void> => {
    const reply = await meetings[method]<Written>(`/v1/sessions/${made.id}${path}`, body, { ifMatch: version });
    ({ version } = must(reply).body);
  };
  await step('/drafts', { itemId: ITEM, text: text('redraft') });
  await step('/opinions', { itemId: ITEM, on: '2023-05-20', text: text('opinion') });
  const corrected = [{ ...item, title: text('retitle'), draft: text('third') }];
  await step('', { ...times, items: corrected, reason: text('correction') }, 'put');
  const question = { id: QUESTION, askedBy: ward, askedOf: ward, text: text('question'), answer: text('answer') };
  await step('/hold', { members: 15, present: 14, questions: [question] });
  await step('/minutes', { minutes: text('minutes') });
  await step('/void', { reason: text('voiding') });
  const narratives = Array.from({ length: version }, (_, n) => `/v1/sessions/${made.id}/narrative?version=${n + 1}`);
  return [
    ...narratives,
    `/v1/sessions/${made.id}/versions`,
    `/v1/units/${ward}/minutes-book?body=committee&term=2020-2025`,
  ];
}
