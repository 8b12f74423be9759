export { DigestsModule } from './digests.module.js';
export { factKind, type FactKind, type FactQuery, type HeldFact } from './fact-kind.js';
export { contentHash, RunDigest } from './run-digest.js';
