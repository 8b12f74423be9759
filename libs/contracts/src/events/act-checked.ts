import { z } from 'zod';
import { actContentSchema, actVerbSchema, MOST_VERBS_TOLD } from '../act-steps.js';

/**
 * `registry.act-checked.v1`: an act that was drafted is to be judged by every service over its own replica of the tree.
 * A long one comes in parts; each check of an act has a number, the next one replaces it.
 */
export const actCheckedV1 = actContentSchema.extend({
  check: z.int().min(1),
  part: z.int().min(1),
  parts: z.int().min(1),
  /** The tree that it was expanded over. */
  treeRevision: z.int().min(0),
  steps: z.array(actVerbSchema).max(MOST_VERBS_TOLD),
});
export type ActCheckedV1 = z.infer<typeof actCheckedV1>;
