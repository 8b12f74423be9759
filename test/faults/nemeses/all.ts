import { kill } from './kill.js';
import type { Nemesis } from './nemesis.js';

/** All faults of RELIABILITY.md 7.3. */
export const NEMESES: readonly Nemesis[] = [kill];
