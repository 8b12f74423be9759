import { z } from 'zod';
import { instant } from './formats.js';

/** One header only: every Kafka header costs kafkajs as much as a small message (DESIGN.md 5). */
export const CONTENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/** CloudEvents 1.0 in structured JSON. `data` is checked by the schema of its `type`. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  type: z.string().min(1),
  /** The publishing service, `/meetings`. */
  source: z.string().min(1),
  /** Id of the fact, or of the service for a watermark. */
  subject: z.string().min(1),
  /** When the fact was accepted by its source. */
  time: instant,
  datacontenttype: z.literal('application/json'),
  /** W3C trace context of the request that caused the event. */
  traceparent: z.string().optional(),
  correlationid: z.string().optional(),
  causationid: z.string().optional(),
  data: z.unknown(),
});
export type Envelope<T = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & { data: T };
