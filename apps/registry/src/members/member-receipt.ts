import { FACT_PREFIXES, type Receipt } from '#contracts';
import type { MemberDocument } from './member.js';

/** To ask later whether a version is in the figures. */
export const memberReceipt = ({ _id, version }: Pick<MemberDocument, '_id' | 'version'>): Receipt => ({
  source: 'registry',
  factId: `${FACT_PREFIXES.member}${_id}`,
  version,
});
