import { randomUUID } from 'node:crypto';
import { eventually, type HttpClient } from '#testing';
import type { Scene } from '../nemeses/nemesis.js';
import { isOfNextVersion } from './next-version.js';

type Run = { id: string; state: string; counts: { suspects: number; repaired: number; disputed: number } };

type Difference = { kind: string; state: string; fact: { type: string; id: string; source: number | null } | null };
type Page = { items: Difference[]; next: string | null };

/** Has the figures compared with their sources, and answers what was found. @throws when it does not come to an end */
export async function reconcile(reports: HttpClient): Promise<Run> {
  const id = randomUUID();
  const { status, body } = await reports.post<Run>('/v1/reconciliations', { id }, { key: id });
  if (status !== 202) throw new Error(`reconciliation: ${status} ${JSON.stringify(body)}`);
  return eventually(
    async () => {
      const { body: run } = await reports.read<Run>(`/v1/reconciliations/${id}`);
      return ['finished', 'incomplete', 'failed'].includes(run.state) ? run : Promise.reject(new Error(run.state));
    },
    { timeoutMs: 180_000, everyMs: 500 },
  );
}

/**
 * The same as an operator has it done after a loss that only a comparison can find; what is not right then. The next
 * version of `deploy` adds to events what no source keeps: those facts do differ, and are none of it.
 */
export async function reconciled({ world, cluster }: Pick<Scene, 'world' | 'cluster'>): Promise<string[]> {
  const { id, state, counts } = await reconcile(world.reports);
  const wrong: Difference[] = [];
  for (let next: string | null = ''; next !== null && counts.disputed > 0;) {
    const path: string = `/v1/reconciliations/${id}/differences?limit=500${next && `&cursor=${next}`}`;
    const { body }: { body: Page } = await world.reports.read<Page>(path);
    for (const one of body.items.filter((each) => each.state === 'disputed'))
      if (!(await differsByNextVersion(cluster, one))) wrong.push(one);
    next = body.next;
  }
  if (state === 'finished' && wrong.length === 0) return [];
  return [`reconciliation ${state} with ${JSON.stringify(counts)}, first ${JSON.stringify(wrong.slice(0, 2))}`];
}

async function differsByNextVersion({ databases }: Scene['cluster'], { kind, fact }: Difference): Promise<boolean> {
  if (kind !== 'fact-content' || fact?.source == null) return false;
  return isOfNextVersion(databases, { type: fact.type, factId: fact.id, version: fact.source });
}
