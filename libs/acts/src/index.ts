export type { ActFault, MemberMove, UnitChange, UnitEnd } from './act-draft.js';
export { expandAct, type Expansion } from './expand-act.js';
export { restoring } from './revocation.rules.js';
export * from './unit-changes.rules.js';
export { judge, sameCode, type Surroundings } from './unit-surroundings.rules.js';
