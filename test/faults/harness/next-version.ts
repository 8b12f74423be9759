import type { Databases } from './databases.js';
import { SERVICES } from './services.js';

/** What the next version of `deploy` adds to every event: a field that readers of today do not know, and no source keeps. */
export const MORE = 'addedByTheNextVersion';

type Entry = { factId: string; version: number; value: { buffer: Uint8Array } };

/**
 * Whether the next version sent this version of a fact. Its source says otherwise what the fact is, and when a reconciliation
 * has it published once more, readers see one version with two contents: both are the harness's doing.
 */
export async function isOfNextVersion(
  databases: Databases,
  { type, factId, version }: { type: string; factId: string; version: number },
): Promise<boolean> {
  const service = SERVICES.find((name) => type.startsWith(`${name}.`));
  if (!service) return false;
  const sent = await databases.of(service).collection<Entry>('outbox').find({ factId, version }).toArray();
  return sent.some(({ value }) => Buffer.from(value.buffer).includes(MORE));
}
