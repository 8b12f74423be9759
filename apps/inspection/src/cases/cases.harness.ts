import { randomUUID } from 'node:crypto';
import type { RoleName, UnitRecord } from '#contracts';
import type { PublishedFact } from '#testing';

/** Facts of the registry and bodies of commands that the tests of cases share. */

let revision = 0;
export const stretch = (parentId: string | null, from = '2000-01-01', to: string | null = null) => ({
  from,
  to,
  code: 'x',
  name: 'Chi bộ',
  kind: 'residential-branch' as const,
  level: 'branch' as const,
  parentId,
});
export const unit = (unitId: string, stretches: UnitRecord['stretches'], version = 1): PublishedFact => ({
  type: 'registry.unit-changed.v1',
  data: { treeRevision: ++revision, unit: { id: unitId, version, voided: false, stretches } },
});
export const grant = (person: string, role: RoleName, unitId: string): PublishedFact => ({
  type: 'registry.role-changed.v1',
  data: { grantId: randomUUID(), version: 1, person, role, unitId, from: '2020-01-01', to: null, voided: false },
});
/** On the roll of a branch for some years, long gone. */
export const member = (memberId: string, unitId: string): PublishedFact => ({
  type: 'registry.member-changed.v1',
  data: {
    memberId,
    version: 1,
    voided: false,
    stretches: [
      {
        unitId,
        from: '2010-01-01',
        to: '2015-01-01',
        standing: 'official',
        exempt: false,
        suspended: false,
        inTransit: false,
      },
    ],
    temporary: [],
    transferOverdue: [],
    movements: [],
  },
});

export const none = { classification: 'none' };
export const finding = (changes: object = {}) => ({
  ...none,
  date: '2026-07-10',
  severity: 'serious',
  content: 'unity',
  summary: 'TEXT of a finding',
  ...changes,
});
export const conclusion = (changes: object = {}) => ({
  ...none,
  on: '2026-07-20',
  conclusion: 'TEXT of a conclusion',
  obligations: [{ due: '2026-09-30', text: 'TEXT of an obligation' }],
  ...changes,
});
