import { decodeReceipt, Refusal, refused, type Receipt } from '#contracts';
import { Injectable } from '@nestjs/common';
import { mongo } from 'mongoose';
import type { Contribution, ReplacedContribution } from '../figures/contribution.js';
import { ReceiptPoller } from './receipt-poller.js';
import {
  factStatus,
  isSettled,
  isTreeReceipt,
  reachesFigures,
  treeStatus,
  type ReceiptStatus,
} from './receipts.rules.js';
import { Snapshots, type Snapshot } from './snapshots.js';

/** The longest a read waits for a receipt. */
export const LONGEST_WAIT_MS = 10_000;

/**
 * The receipt a client sent.
 * @throws Refusal 400 `receipt-malformed`
 */
export function receiptOf(text: string): Receipt {
  const receipt = decodeReceipt(text);
  if (!receipt)
    throw new Refusal('malformed', 'receipt-malformed', {}, [{ path: 'receipt', code: 'receipt-malformed' }]);
  return receipt;
}

/**
 * Milliseconds of a wait: `5s`, `500ms`, or nothing.
 * @throws Refusal 400 `wait-malformed`, 422 `wait-too-long`
 */
export function waitOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const [, digits, unit] = /^(\d{1,9})(ms|s)$/.exec(text) ?? [];
  if (!digits) throw new Refusal('malformed', 'wait-malformed', {}, [{ path: 'wait', code: 'wait-malformed' }]);
  const millis = Number(digits) * (unit === 's' ? 1_000 : 1);
  if (millis > LONGEST_WAIT_MS) throw refused('wait-too-long', 'wait', { most: LONGEST_WAIT_MS / 1_000 });
  return millis;
}

/** Answers "is this in the figures yet?" in the snapshot of the figures themselves. */
@Injectable()
export class Receipts {
  constructor(
    private readonly snapshots: Snapshots,
    private readonly poller: ReceiptPoller,
  ) {}

  /** What a receipt's status is in a snapshot. */
  async statusIn(snapshot: Snapshot, receipt: Receipt): Promise<ReceiptStatus> {
    if (!reachesFigures(receipt)) return { status: 'no-figure' };
    if (isTreeReceipt(receipt)) return treeStatus(receipt, snapshot.tree.revision);
    const { db, session } = snapshot;
    const stored = await db
      .collection<Contribution>('contributions')
      .findOne({ _id: receipt.factId }, { session, projection: { v: 1, unplaced: 1, p: { $slice: 1 } } });
    const contribution = stored && {
      version: stored.v,
      unplaced: stored.unplaced === true,
      empty: stored.p.length === 0,
    };
    const settled = contribution && contribution.version >= receipt.version;
    return factStatus(receipt, {
      contribution,
      hadEntries: settled && contribution.empty ? await this.#hadEntries(snapshot, receipt.factId) : false,
      deadLetter: settled ? null : await this.#deadLetter(snapshot, receipt),
    });
  }

  /**
   * Reads in one snapshot, with the status of a receipt there; waits up to `wait` milliseconds for it to settle
   * before, and reads again should it not have.
   */
  async readWith<T>(
    receipt: Receipt | undefined,
    wait: number,
    work: (snapshot: Snapshot) => Promise<T>,
  ): Promise<{ result: T; receipt?: ReceiptStatus }> {
    if (!receipt) return { result: await this.snapshots.read(work) };
    const until = Date.now() + wait;
    for (;;) {
      if (wait > 0 && reachesFigures(receipt)) await this.poller.wait(receipt, until);
      const answer = await this.snapshots.read(async (snapshot) => {
        const status = await this.statusIn(snapshot, receipt);
        if (!isSettled(status) && Date.now() < until) return null;
        return { receipt: status, result: await work(snapshot) };
      });
      if (answer) return answer;
    }
  }

  /** The status alone, waited for. */
  async status(receipt: Receipt, wait: number): Promise<ReceiptStatus> {
    const { receipt: status } = await this.readWith(receipt, wait, () => Promise.resolve(null));
    return status ?? { status: 'pending' };
  }

  async #hadEntries({ db, session }: Snapshot, f: string): Promise<boolean> {
    const versions = { $gt: { f, v: new mongo.MinKey() }, $lt: { f, v: new mongo.MaxKey() } } as never;
    const found = await db
      .collection<ReplacedContribution>('contribution_history')
      .findOne({ _id: versions, 'p.0': { $exists: true } }, { session, projection: { _id: 1 } });
    return found !== null;
  }

  async #deadLetter({ db, session }: Snapshot, { factId, version }: Receipt): Promise<string | null> {
    const letter = await db
      .collection<{ factId: string; version: number; state: string; code?: string }>('dead_letters')
      .findOne({ factId, version, state: { $ne: 'redriven' } }, { session, projection: { code: 1 } });
    return letter ? (letter.code ?? 'refused') : null;
  }
}
