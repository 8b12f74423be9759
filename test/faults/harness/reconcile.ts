import { randomUUID } from 'node:crypto';
import { eventually, type HttpClient } from '#testing';
import type { World } from '../../flows/support/world.js';

type Run = { id: string; state: string; counts: { suspects: number; repaired: number; disputed: number } };

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

/** The same as an operator has it done after a loss that only a comparison can find; what is not right then. */
export async function reconciled({ world }: { world: World }): Promise<string[]> {
  const { state, counts } = await reconcile(world.reports);
  return state === 'finished' && counts.disputed === 0
    ? []
    : [`reconciliation ${state} with ${JSON.stringify(counts)}`];
}
