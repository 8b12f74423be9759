import { SERVICES, type ServiceName } from './topics.js';

/** Enough to ask later "is this in the figures yet?": the source and version of a fact, or a tree revision. */
export type Receipt = { source: ServiceName; factId: string; version: number };

/** HTTP header that carries the receipt of a write; the body has it too. */
export const RECEIPT_HEADER = 'lien-cap-receipt';

/** Opaque text for clients. A tree change has factId `tree` and its treeRevision as version. */
export const encodeReceipt = (receipt: Receipt): string =>
  Buffer.from(`${receipt.source}:${receipt.factId}:${receipt.version}`, 'utf8').toString('base64url');

/** Null when the text is no receipt. */
export function decodeReceipt(text: string): Receipt | null {
  const parts = Buffer.from(text, 'base64url').toString('utf8').split(':');
  const [source, factId, version] = parts;
  if (parts.length !== 3 || !factId || !/^[1-9]\d{0,15}$/.test(version ?? '')) return null;
  const service = SERVICES.find((name) => name === source);
  return service ? { source: service, factId, version: Number(version) } : null;
}
