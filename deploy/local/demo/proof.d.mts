import type { Where } from './load.mjs';

export function runProof(where: Where): Promise<{ ok: boolean; lines: string[] }>;
