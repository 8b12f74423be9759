import { z } from 'zod';
import { localDate, uuid } from '../formats.js';
import { unitRecordSchema } from '../unit-record.js';

/** The act of which a change is one step; steps are numbered 1 to `of` and come one after another. */
export const actStepSchema = z.object({
  id: uuid,
  /** Number of the decision, `31-HD/BTCTW`. */
  decision: z.string().min(1).max(60),
  effective: localDate,
  step: z.int().min(1),
  of: z.int().min(1),
});
export type ActStep = z.infer<typeof actStepSchema>;

/** `registry.unit-changed.v1`: the unit's whole dated record after tree change number `treeRevision`. */
export const unitChangedV1 = z.object({
  /** Number of this change to the tree: 1, 2, 3 … without gaps. */
  treeRevision: z.int().min(1),
  unit: unitRecordSchema,
  /** Absent: a change of this one unit by itself. */
  act: actStepSchema.optional(),
});
export type UnitChangedV1 = z.infer<typeof unitChangedV1>;
