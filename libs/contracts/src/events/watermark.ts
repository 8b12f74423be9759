import { z } from 'zod';
import { instant } from '../formats.js';
import { SERVICES, TOPIC_NAMES } from '../topics.js';

/**
 * `relay.watermark.v1`, published to every partition of a topic at most 5 s apart: everything its source acknowledged
 * before `through` has been published. Without it "nothing pending" would be said while an outbox is full.
 */
export const watermarkV1 = z.object({
  service: z.enum(SERVICES),
  topic: z.enum(TOPIC_NAMES as [(typeof TOPIC_NAMES)[number], ...typeof TOPIC_NAMES]),
  through: instant,
  /** Fact versions the source ever accepted for this topic (each write of a fact adds one). */
  accepted: z.int().min(0),
  /** Those of them that are not published yet, and since when the oldest of them waits. */
  pending: z.int().min(0).optional(),
  oldestPending: instant.nullable().optional(),
});
export type WatermarkV1 = z.infer<typeof watermarkV1>;
