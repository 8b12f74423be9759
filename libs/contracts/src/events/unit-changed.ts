import { z } from 'zod';
import { unitRecordSchema } from '../unit-record.js';

/** `registry.unit-changed.v1`: the unit's whole dated record after tree change number `treeRevision`. */
export const unitChangedV1 = z.object({
  /** Number of this change to the tree: 1, 2, 3 … without gaps. */
  treeRevision: z.int().min(1),
  unit: unitRecordSchema,
});
export type UnitChangedV1 = z.infer<typeof unitChangedV1>;
