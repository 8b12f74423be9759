export type Versioned = { version: number; hash: string };

/**
 * The one rule that makes duplicates, reordering and redelivery harmless (DESIGN.md 4): only a higher version takes
 * effect. The same version with another content is a conflict: its source broke its word, and a person must look.
 */
export function versionGate(old: Versioned | null | undefined, next: Versioned): 'apply' | 'skip' | 'conflict' {
  if (!old || old.version < next.version) return 'apply';
  return old.version === next.version && old.hash !== next.hash ? 'conflict' : 'skip';
}
