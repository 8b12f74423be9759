import { sha256 } from '#http';
import type { RollupDto } from './rollups.dto.js';

/**
 * A hash of everything but freshness, receipt and the revision of the tree. Made by us in one order of keys, so plain JSON is
 * canonical enough, and quicker for hundreds of rows.
 */
export function etagOf({ freshness: _freshness, receipt: _receipt, tree: _tree, ...stable }: RollupDto): string {
  const { asOf: _asOf, ...completeness } = stable.completeness;
  return `"${sha256(JSON.stringify({ ...stable, completeness }))}"`;
}
