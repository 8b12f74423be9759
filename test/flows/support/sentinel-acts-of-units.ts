import { randomUUID } from 'node:crypto';
import { must, type Actors, type Places } from './sentinel-acts.js';
import type { Sentinels } from './sentinels.js';

/** Acts of reorganisation that are drafted, changed, checked and discarded: every text but the published decision a sentinel. */
export async function actsAreDrafted(
  { registry }: Pick<Actors, 'registry'>,
  sentinels: Sentinels,
  { branch }: Places,
): Promise<void> {
  const id = randomUUID();
  const steps = [{ verb: 'rename', unitId: branch, name: 'Chi bộ đổi tên' }];
  const head = (reason: string) => ({ decision: '1-QĐ', effective: '2030-01-01', reason: sentinels.text(reason) });
  must(await registry.post('/v1/acts', { id, ...head('reorganisation.reason'), steps }));
  must(await registry.put(`/v1/acts/${id}`, head('reorganisationEdit.reason'), { ifMatch: 1 }));
  must(await registry.post(`/v1/acts/${id}/check`, {}, { ifMatch: 2 }));
  must(
    await registry.post(
      `/v1/acts/${id}/discard`,
      { reason: sentinels.text('reorganisationDiscard.reason') },
      { ifMatch: 3 },
    ),
  );
}
