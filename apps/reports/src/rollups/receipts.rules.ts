import { FACT_PREFIXES, TREE_FACT, type Receipt } from '#contracts';

/** Whether what a receipt stands for is in the figures (DESIGN.md 6). `code` says why it was refused. */
export type ReceiptStatus = {
  status: 'applied' | 'pending' | 'superseded' | 'unplaced' | 'refused' | 'no-figure';
  code?: string;
};

/** What is known of a fact in one snapshot. */
export type KnownFact = {
  /** Its contribution; null when there is none. */
  contribution: { version: number; unplaced: boolean; empty: boolean } | null;
  /** Whether an earlier version of it had entries: then its absence is a figure too. */
  hadEntries: boolean;
  /** Why this version was put aside; null when it was not. */
  deadLetter: string | null;
};

/** Facts of these sources reach figures; of the others nothing ever will. */
export const isTreeReceipt = ({ source, factId }: Receipt): boolean => source === 'registry' && factId === TREE_FACT;
export const reachesFigures = (receipt: Receipt): boolean =>
  receipt.source === 'meetings' ||
  isTreeReceipt(receipt) ||
  Object.values(FACT_PREFIXES).some((prefix) => receipt.factId.startsWith(prefix));

/** Of a tree change: it is in the figures from its revision on. */
export const treeStatus = ({ version }: Receipt, treeRevision: number): ReceiptStatus => ({
  status: treeRevision >= version ? 'applied' : 'pending',
});

/** Of a version of a fact. A later version supersedes it; a version that adds nothing and never did has no figure. */
export function factStatus({ version }: Receipt, { contribution, hadEntries, deadLetter }: KnownFact): ReceiptStatus {
  if (contribution && contribution.version > version) return { status: 'superseded' };
  if (contribution?.version === version) {
    if (contribution.unplaced) return { status: 'unplaced' };
    return { status: contribution.empty && !hadEntries ? 'no-figure' : 'applied' };
  }
  return deadLetter === null ? { status: 'pending' } : { status: 'refused', code: deadLetter };
}

/** Nothing will change by waiting. An unplaced fact is waited for: the tree change with its unit may be on its way. */
export const isSettled = ({ status }: ReceiptStatus): boolean => status !== 'pending' && status !== 'unplaced';
