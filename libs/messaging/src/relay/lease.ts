import { randomUUID } from 'node:crypto';
import type { Store } from '#mongo';
import { LEASE, relayState, type LeaseState } from './relay-state.js';

const MAJORITY = { writeConcern: { w: 'majority' as const } };

/**
 * The right to relay, for one process of a service at a time. Its end is set by the database server's clock; the holder
 * counts from before it asked, on a clock that never jumps, so it stops before anyone else can begin.
 */
export class Lease {
  private token = 0;
  private until = -Infinity;
  /** Of the server, when it answered last: rather late than early. */
  private answered = { time: 0, at: 0 };

  constructor(
    private readonly store: Store,
    private readonly leaseMs: number,
    private readonly owner: string = randomUUID(),
  ) {}

  get held(): boolean {
    return performance.now() < this.until;
  }

  /**
   * The database server's time, carried on by a clock that never jumps: neither this machine's clock matters nor which
   * process holds the lease. It is behind by as long as an answer took, never ahead.
   */
  get time(): number {
    return this.answered.time + performance.now() - this.answered.at;
  }

  /** Takes the lease if nobody holds it; answers whether it did. */
  async acquire(): Promise<boolean> {
    return this.extend({ $expr: { $or: [{ $lt: ['$expiresAt', '$$NOW'] }, { $eq: ['$owner', this.owner] }] } }, 1);
  }

  /** Keeps it; called at half of its life. */
  async renew(): Promise<boolean> {
    return this.extend({ owner: this.owner, token: this.token }, 0);
  }

  /** Gives it up, so that another need not wait for its end. */
  async release(): Promise<void> {
    if (!this.held) return;
    this.until = -Infinity;
    await relayState<LeaseState>(this.store.db).updateOne(
      { _id: LEASE, owner: this.owner, token: this.token },
      { $set: { expiresAt: new Date(0) } },
      MAJORITY,
    );
  }

  private async extend(filter: object, tokens: number): Promise<boolean> {
    const askedAt = performance.now();
    const lease = await relayState<LeaseState>(this.store.db).findOneAndUpdate(
      { _id: LEASE, ...filter },
      [
        {
          $set: {
            owner: { $literal: this.owner },
            token: { $add: ['$token', tokens] },
            expiresAt: { $add: ['$$NOW', this.leaseMs] },
          },
        },
      ],
      { returnDocument: 'after', ...MAJORITY },
    );
    this.until = lease ? askedAt + this.leaseMs : -Infinity;
    if (lease) {
      this.token = lease.token;
      this.answered = { time: lease.expiresAt.getTime() - this.leaseMs, at: performance.now() };
    }
    return lease !== null;
  }
}
