import { randomUUID } from 'node:crypto';
import type { RoleChangedV1, RoleName, UnitRecord, UnitStretch } from '#contracts';
import type { PublishedFact } from './test-app.js';

type Texts<N extends number, T extends string[] = []> = T['length'] extends N ? T : Texts<N, [...T, string]>;

/** So many ids that nothing has yet, to be taken apart by name. */
export const freshIds = <N extends number>(count: N): Texts<N> =>
  Array.from({ length: count }, () => randomUUID() as string) as Texts<N>;

/** A unit's life in short: under whom it is since ever, or its stretches. */
type Life = string | null | readonly (Partial<UnitStretch> & Pick<UnitStretch, 'parentId'>)[];

let revision = 0;

/** A unit as the registry would publish it, a branch where nothing else is said; each is the next change of the tree. */
export function unit(id: string, life: Life, changes: Partial<UnitRecord> = {}): PublishedFact {
  const since = { from: '2000-01-01', to: null, code: id, name: 'Chi bộ' };
  const branch = { ...since, kind: 'residential-branch', level: 'branch' } as const;
  const stretches = life === null || typeof life === 'string' ? [{ parentId: life }] : life;
  return {
    type: 'registry.unit-changed.v1',
    data: {
      treeRevision: ++revision,
      unit: {
        id,
        version: 1,
        voided: false,
        stretches: stretches.map((stretch) => ({ ...branch, ...stretch })),
        ...changes,
      },
    },
  };
}

/** A role that somebody has at a unit and below it. */
export const grant = (
  person: string,
  role: RoleName,
  unitId: string,
  changes: Partial<RoleChangedV1> = {},
): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: {
    grantId: randomUUID(),
    version: 1,
    person,
    role,
    unitId,
    from: '2000-01-01',
    to: null,
    voided: false,
    ...changes,
  },
});
