import { randomUUID } from 'node:crypto';
import type { Reply } from '#testing';
import { must, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';
import { meetingOn } from './small-tree.js';

type Template = { heads: { items: { code: string; max: number }[] }[] };
type Written = { id: string; version: number };

/** Meetings that were scored and attended by superiors: every text of it a sentinel. Answers what to read again. */
export async function scoresAreGiven(
  { meetings }: Pick<Actors, 'meetings'>,
  sentinels: Sentinels,
  { branch, ward }: Places,
): Promise<string[]> {
  const write = async (method: 'post' | 'put', path: string, body: unknown, ifMatch?: number): Promise<Written> =>
    (must(await meetings[method](path, body, ifMatch === undefined ? {} : { ifMatch })) as unknown as Reply<Written>)
      .body;
  const { body: template } = must(await meetings.get<Template>('/v1/score-templates/hd42-example'));
  const items = template.heads.flatMap((head) => head.items.map(({ code, max }) => ({ item: code, points: max })));
  const saying = (what: string) => ({
    items,
    losses: [{ item: 'time.kept', text: sentinels.text(`meetingScore${what}.loss`) }],
  });

  const first = await write('post', '/v1/meetings', meetingOn(branch, '2026-03-04'));
  const score = `/v1/meetings/${first.id}/score`;
  await write('post', score, { by: 'self', ...saying('Self') });
  const again = { ...saying('Again'), reason: sentinels.text('meetingScoreAgain.reason') };
  await write('put', `${score}/self`, again, 1);
  await write('post', `${score}/void`, { reason: sentinels.text('meetingScoreVoid.reason') }, 2);
  const second = await write('post', '/v1/meetings', meetingOn(branch, '2026-04-04'));
  const above = `/v1/meetings/${second.id}/score`;
  await write('post', above, { by: 'superior', ...saying('Superior') });
  const wrong = { item: 'nowhere', text: sentinels.text('refused score') };
  await meetings.put(`${above}/superior`, { items, losses: [wrong], reason: 'r' }, { ifMatch: 1 });

  const visits = `/v1/meetings/${first.id}/visits`;
  await write('post', visits, { visits: [] });
  await write('put', visits, { visits: [], reason: sentinels.text('meetingVisits.reason') }, 1);
  const plan = {
    unitId: branch,
    committeeId: ward,
    visitorId: randomUUID(),
    from: '2026-01',
    to: '2026-12',
    everyMonths: 1,
  };
  const { id: planId } = await write('post', '/v1/visit-plans', plan);
  const plans = `/v1/visit-plans/${planId}`;
  await write('put', plans, { ...plan, everyMonths: 2, reason: sentinels.text('meetingPlan.reason') }, 1);
  await write('post', `${plans}/void`, { reason: sentinels.text('meetingPlanVoid.reason') }, 2);

  return [
    `${score}/narrative?version=1`,
    `${score}/narrative?version=2`,
    `${above}/narrative`,
    `${score}/versions`,
    `${visits}/versions`,
    `${plans}/versions`,
  ];
}
