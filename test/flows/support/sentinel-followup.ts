import { must, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';

/** A resolution and an opinion, of a branch that the service knows by now, through all their states; answers the addresses where their texts are read. */
export async function followupGoesOn({ meetings }: Actors, sentinels: Sentinels, { branch, ward }: Places) {
  const text = (field: string): string => sentinels.text(field);
  type Written = { id: string; version: number; tasks: { taskId: string }[] };
  const tasks = [1, 2].map((n) => ({
    assignee: { kind: 'unit', id: ward },
    deadline: '2023-06-01',
    text: text(`resolution.task${n}`),
    target: text(`resolution.target${n}`),
  }));
  const adopted = { unitId: branch, adoptedOn: '2023-05-01', type: 'NQ', tasks };
  const told = { title: text('resolution.title'), text: text('resolution.text') };
  const made = must(await meetings.post<Written>('/v1/resolutions', { ...adopted, ...told })).body;
  const at = (kind: string, id: string) => {
    let version = 1;
    return async (path: string, body: object, method: 'post' | 'put' = 'post'): Promise<void> => {
      const reply = await meetings[method]<Written>(`/v1/${kind}/${id}${path}`, body, { ifMatch: version });
      ({ version } = must(reply).body);
    };
  };
  const resolution = at('resolutions', made.id);
  const [first, second] = made.tasks.map(({ taskId }) => `/tasks/${taskId}`);
  const on = '2023-05-10';
  await resolution(`${first}/progress`, { on, progress: 50, evidence: text('resolution.progress') });
  await resolution(`${first}/complete`, { on, evidence: text('resolution.evidence') });
  await resolution(`${first}/reopen`, { progress: 60, reason: text('resolution.reopening') });
  await resolution(`${second}/drop`, { on, dropReason: 'other', reason: text('resolution.dropping') });
  const again = { title: text('resolution.retitle'), reason: text('resolution.correction') };
  await resolution('', { ...adopted, tasks: [], ...again }, 'put');
  await resolution('/void', { reason: text('resolution.voiding') });

  const raised = { raisedOn: '2023-05-01', by: 'people', field: 'other' };
  const sent = { unitId: branch, ...raised, text: text('opinion.text') };
  const { id } = must(await meetings.post<Written>('/v1/opinions', sent)).body;
  const opinion = at('opinions', id);
  await opinion('/escalate', { on, to: 'commune', reason: text('opinion.escalation') });
  await opinion('/settle', { on, reply: text('opinion.reply') });
  await opinion('/reopen', { on, reason: text('opinion.reopening') });
  await opinion('', { ...raised, text: text('opinion.retext'), reason: text('opinion.correction') }, 'put');
  await opinion('/void', { reason: text('opinion.voiding') });
  const narratives = (path: string, versions: number): string[] =>
    Array.from({ length: versions }, (_, n) => `${path}/narrative?version=${n + 1}`);
  return [
    ...narratives(`/v1/resolutions/${made.id}`, 7),
    `/v1/resolutions/${made.id}/versions`,
    ...narratives(`/v1/opinions/${id}`, 6),
    `/v1/opinions/${id}/versions`,
    `/v1/units/${branch}/opening?on=2023-05-20`,
  ];
}
