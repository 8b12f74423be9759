import { z } from 'zod';
import { uuid } from '../formats.js';

/**
 * `<service>.act-impact-found.v1`: what an act that was checked touches in a service, as numbers by code
 * (`meetings-planned`, `cases-open`); one answer for each check.
 */
export const actImpactFoundV1 = z.object({
  actId: uuid,
  check: z.int().min(1),
  /** The tree that it was judged by. */
  treeRevision: z.int().min(0),
  counts: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,59}$/), z.int().min(0)),
});
export type ActImpactFoundV1 = z.infer<typeof actImpactFoundV1>;
