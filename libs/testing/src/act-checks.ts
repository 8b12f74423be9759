import { randomUUID } from 'node:crypto';
import type { ActCheckedV1 } from '#contracts';
import { Store } from '#mongo';
import { eventually } from './eventually.js';
import type { TestApp } from './test-app.js';

/** Tells a service that an act was checked, and waits for its answer, as its outbox holds it. */
export async function answerToCheck(
  service: TestApp,
  act: Pick<ActCheckedV1, 'effective' | 'steps'>,
): Promise<Record<string, unknown>> {
  const data: ActCheckedV1 = {
    ...act,
    actId: randomUUID(),
    check: 1,
    decision: '50-QĐ/TU',
    part: 1,
    parts: 1,
    treeRevision: 0,
  };
  await service.publish([{ type: 'registry.act-checked.v1', data }]);
  const outbox = service.app.get(Store).db.collection<{ factId: string; value: { buffer: Uint8Array } }>('outbox');
  const answer = await eventually(() => outbox.findOne({ factId: `act/${data.actId}` }), { timeoutMs: 20_000 });
  const told = JSON.parse(Buffer.from(answer.value.buffer).toString('utf8')) as { data: Record<string, unknown> };
  return told.data;
}
