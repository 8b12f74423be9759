import type { ActVerb, UnitRecord, UnitStretch } from '#contracts';
import { Tree } from '#tree';
import { expandAct, type Expansion } from './expand-act.js';

export const DAY = '2025-07-01';

export const stretch = (changes: Partial<UnitStretch> = {}): UnitStretch => ({
  from: '2000-01-01',
  to: null,
  code: 'W',
  name: 'Phường',
  kind: 'ward',
  level: 'commune',
  parentId: 'root',
  ...changes,
});
export const unit = (id: string, ...stretches: Partial<UnitStretch>[]): UnitRecord => ({
  id,
  version: 1,
  voided: stretches.length === 0,
  stretches: stretches.map((changes) => stretch({ code: id, ...changes })),
});
export const root = unit('root', { parentId: null, kind: 'centre', level: 'centre' });

/** A unit that an act founds. */
export const founded = (unitId: string, parentId = 'root') => ({
  unitId,
  code: unitId,
  name: unitId,
  kind: 'ward' as const,
  level: 'commune' as const,
  parentId,
});

export const treeOf = (...records: UnitRecord[]): Tree => Tree.load([root, ...records], records.length + 1);
export const expand = (tree: Tree, ...steps: ActVerb[]): Expansion => expandAct(tree, { effective: DAY, steps });
export const codesOf = ({ faults }: Expansion): string[] => faults.map(({ code }) => code);
