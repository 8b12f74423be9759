import type { EnteredKind } from './member.js';

/** Every kind of act that is entered by hand (DOMAIN.md 2.2). */
export const ACT_KINDS: readonly EnteredKind[] = [
  'registered',
  'admitted',
  'recognised',
  'transfer-introduced',
  'transfer-accepted',
  'transfer-rejected',
  'temporary-started',
  'temporary-ended',
  'exempted',
  'exemption-ended',
  'suspended',
  'suspension-ended',
  'deleted',
  'left',
  'died',
  'expelled',
  'restored',
];
