import { z } from 'zod';
import { localDate, uuid, version } from '../formats.js';

/** Roles a person can hold at a unit (DESIGN.md 2, "person, role, office"). */
export const ROLES = ['clerk', 'secretary', 'inspector', 'operator', 'integrator', 'administrator'] as const;
export type RoleName = (typeof ROLES)[number];

/** `registry.role-changed.v1`: one grant of a role at a unit, whole. `to` is the first day it no longer holds. */
export const roleChangedV1 = z.object({
  grantId: uuid,
  version,
  /** The OIDC `sub` of the person; opaque. */
  person: z.string().min(1).max(255),
  role: z.enum(ROLES),
  unitId: uuid,
  from: localDate,
  to: localDate.nullable(),
  voided: z.boolean(),
});
export type RoleChangedV1 = z.infer<typeof roleChangedV1>;
