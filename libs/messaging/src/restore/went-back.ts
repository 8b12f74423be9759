import type { WatermarkV1 } from '#contracts';
import { eventLogger } from '#observability';
import type { ProgressDocument } from '../consume/record-batch.js';
import { sourcesWentBack } from './restore.metrics.js';

const log = eventLogger('batches');

/**
 * Says when a source counts fewer facts than it did: what it accepted grows only, so its store lost some. Figures keep
 * what was published; the source has to be looked at.
 */
export function tellOfLoss(
  shard: string,
  before: ProgressDocument['heard'],
  { topic, through, accepted }: WatermarkV1,
): void {
  if (!before || new Date(through) <= before.through || accepted >= before.accepted) return;
  sourcesWentBack.inc({ topic });
  log.error({ event: 'batch.source-went-back', shard, before: before.accepted, now: accepted });
}
